import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { tracesOn } from '../fleet/traces.ts';

const names = ['good1', 'good2', 'down', 'silent', 'keyless', 'full', 'stuffed', 'endless', 'sayno', 'deaf'];

const playbook = `
name: Everything at once
defaults: { retry: { attempts: 2, delay: 100ms } }
stages:
  - name: Ship
    hosts: all
    transfer: { src: tool.sh, dest: /opt/app/tool.sh, mode: "0755" }
    become: true
  - name: Work
    hosts: all
    exec: /opt/app/tool.sh {{host.name}}
    become: true
    timeout: 1s
  - name: Reboot
    hosts: all
    reboot: { timeout: 4s }
    become: true
  - name: Back again
    hosts: all
    wait-online: { timeout: 20s, check: test -e /opt/app/done }
  - assert: { success-rate: 20, of: Back again }
`;

/** The endless one hides its children: a session of their own, a double fork, deaf to TERM. */
const tool = `#!/bin/sh
case $1 in
  sayno) echo "no such package" >&2; exit 7;;
  endless)
    trap '' TERM
    setsid sleep 4711 &
    (setsid sh -c 'trap "" TERM; sleep 4712; sleep 4712' &)
    sleep 4713 & wait; sleep 4714;;
esac
echo "worked as $(id -un)"; touch /opt/app/done
`;

/** Nothing can be written there: the homes and all places for small files are full. */
const stuff = `for place in /tmp /var/tmp /dev/shm /home/deploy; do
  mount -t tmpfs -o size=4k tmpfs $place; head -c 4096 /dev/zero >$place/filler
done`;

interface Device {
  readonly host: string;
  readonly outcome: string;
  readonly error: string;
  readonly stages: readonly {
    readonly outcome: string;
    readonly reason?: string;
    readonly attempts: number;
  }[];
}

describe('a run on a fleet in which everything goes wrong once', () => {
  let hosts: Hosts;
  let place: Workplace;
  let devices: ReadonlyMap<string, Device>;
  beforeAll(async () => {
    hosts = await startHosts(names, {
      bootDelayMs: 0,
      hosts: {
        down: { state: 'refusing' },
        silent: { state: 'silent' },
        keyless: { config: ['AuthorizedKeysFile none', 'PasswordAuthentication no'] },
        full: { disk: { path: '/opt/app', sizeKiB: 64, isFull: true } },
        deaf: { onReboot: 'ignores' },
      },
    });
    await Promise.all([...hosts].map((host) => host.isOn && host.exec('mkdir -p /opt/app')));
    await hosts.get('stuffed').exec(stuff);
    place = await makeWorkplace();
    await place.write('tool.sh', tool);
    await place.write('playbook.yml', playbook);
    await place.write('inventory.yml', inventoryOf(hosts, { defaults: { user: 'deploy' } }));
    const args = ['playbook.yml', '-i', 'inventory.yml', '--results', 'results.json', '-c', '20'];
    const end = await place.run(args, { env: { AEON_CONNECT_TIMEOUT: '1' } });
    expect(end.exitCode, end.stderr).toBe(1); // As hosts failed and nothing is unknown.
    const results = (await place.results()) as { readonly devices: readonly Device[] }; // Its schema has a test.
    devices = new Map(results.devices.map((device) => [device.host, device]));
  }, 180_000); // Some 13 s where the machine has nothing else to do.
  afterAll(async () => {
    await hosts?.[Symbol.asyncDispose]();
    await place?.[Symbol.asyncDispose]();
  });

  /** How each stage up to the assert ended on the host, then its sentence. */
  function story(host: string): readonly unknown[] {
    const { stages = [], outcome, error = '' } = devices.get(host) ?? {};
    const words = stages.map(({ outcome: word, reason }) =>
      reason === undefined ? word : `${word} ${reason}`,
    );
    return [outcome, words.filter((word) => !word.startsWith('skipped')), error.split('\n')[0]];
  }

  it('brings the good hosts through every kind of stage', () => {
    for (const name of ['good1', 'good2']) expect(story(name)).toEqual(['ok', ['ok', 'ok', 'ok', 'ok'], '']);
    expect([hosts.get('good1').boots, hosts.get('good2').boots]).toEqual([2, 2]);
  });

  it.each([
    ['down', 'unreachable', ['unreachable refused'], /nothing listens at that port/],
    ['silent', 'unreachable', ['unreachable connect_timeout'], /does not answer: is it switched on/],
    ['keyless', 'unreachable', ['unreachable auth_rejected'], /does not let deploy in: it rejected the key/],
    ['full', 'failed', ['failed disk_full'], /the disk is full; what was there is untouched/],
    ['stuffed', 'failed', ['ok', 'failed no_evidence_place'], /nothing can be written on stuffed/],
    [
      'endless',
      'failed',
      ['ok', 'failed timeout'],
      /^it took longer than 1 s; all its processes were ended$/,
    ],
    ['sayno', 'failed', ['ok', 'failed exit_code'], /ended with exit code 7: no such package/],
    ['deaf', 'failed', ['ok', 'ok', 'failed did_not_reboot'], /still runs the same boot after 4s/],
  ])('tells what is wrong with the host that is %s', (name, outcome, stages, sentence) => {
    expect(story(name)).toEqual([outcome, stages, expect.stringMatching(sentence)]);
  });

  it('tries again what never began, and never a rejected login or a full disk', () => {
    const attempts = (name: string) => devices.get(name)?.stages[0]?.attempts;
    expect([attempts('down'), attempts('silent'), attempts('keyless'), attempts('full')]).toEqual([
      2, 2, 1, 1,
    ]);
  });

  it('answers the jq lines that users of the old module have', () => {
    const jq = (filter: string) =>
      execFileSync('jq', ['-r', filter, place.path('results.json')], { encoding: 'utf8' }).trim();
    expect(jq('.success_rate')).toBe('20');
    expect(jq('[.total_devices, .successful, .failed] | @csv')).toBe('10,2,8');
    const bad = names.filter((name) => !name.startsWith('good')).map((name) => hosts.get(name).address);
    expect(jq('.devices[] | select(.status != "success") | .ip').split('\n')).toEqual(bad);
    expect(jq('.devices[] | select(.exit_code == 7) | .error')).toContain('no such package');
  });

  it('ends all that the endless command started, and leaves nothing on any host but what the playbook put there', async () => {
    for (const host of hosts) {
      if (!host.isOn || host.name === 'stuffed') continue;
      expect(await tracesOn(host), host.name).toEqual([]);
    }
    const { stdout } = await hosts.get('stuffed').exec('find /tmp /var/tmp /dev/shm /home/deploy -type f');
    expect(stdout.split('\n').sort().join(' ').trim()).toBe(
      '/dev/shm/filler /home/deploy/filler /tmp/filler /var/tmp/filler',
    );
  });
});
