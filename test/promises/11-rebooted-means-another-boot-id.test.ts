import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { tracesOn } from '../fleet/traces.ts';

const boot = '/proc/sys/kernel/random/boot_id';
const names = ['good', 'slow', 'same', 'deaf', 'dead', 'stranger', 'loop', 'mute', 'weak'];

interface Device {
  readonly host: string;
  readonly stages: readonly {
    readonly outcome: string;
    readonly reason?: string;
    readonly message?: string;
  }[];
}

describe('rebooted means a different, well-formed boot id', () => {
  let hosts: Hosts;
  let place: Workplace;
  let devices: ReadonlyMap<string, Device['stages'][number] | undefined>;
  beforeAll(async () => {
    hosts = await startHosts(names, {
      bootDelayMs: 0,
      hosts: {
        slow: { bootDelayMs: 2500 },
        same: { onReboot: 'keeps-boot-id' },
        deaf: { onReboot: 'ignores' },
        dead: { onReboot: 'stays-off' },
        stranger: { onReboot: 'changes-host-key' },
      },
    });
    await hosts.get('mute').exec(`echo garbage >/run/boot_id`);
    await hosts.get('weak').exec(`sed -i s/^deploy.*// /etc/sudoers`);
    place = await makeWorkplace();
    await place.write('inventory.yml', inventoryOf(hosts, { defaults: { user: 'deploy' } }));
    await place.write(
      'playbook.yml',
      'stages:\n  - { hosts: all, reboot: { timeout: 6s }, become: true, concurrency: 20 }\n',
    );
    const cli = place.start(['playbook.yml', '-i', 'inventory.yml']);
    await hosts.get('loop').booted(2);
    await hosts.get('loop').exec('reboot'); // Before we can have looked.
    await cli.ended;
    const results = (await place.results()) as { readonly devices: readonly Device[] };
    devices = new Map(results.devices.map(({ host, stages }) => [host, stages[0]]));
  });
  afterAll(async () => {
    await hosts?.[Symbol.asyncDispose]();
    await place?.[Symbol.asyncDispose]();
  });

  it.each(['good', 'slow', 'loop'])('%s is ok', (name) => {
    expect(devices.get(name)).toMatchObject({
      outcome: 'ok',
      message: expect.stringMatching(/^rebooted in \ds$/),
    });
    expect(hosts.get(name).boots).toBe(name === 'loop' ? 3 : 2);
  });

  it.each([
    ['same', 'failed', 'did_not_reboot', /still runs the same boot after 6s/],
    ['deaf', 'failed', 'did_not_reboot', /still runs the same boot after 6s/],
    ['dead', 'unreachable', 'never_came_back', /did not come back within 6s; the last try: /],
    ['stranger', 'unreachable', 'hostkey_changed', /was told to reboot, and then its login was refused/],
    ['mute', 'failed', 'no_boot_id', new RegExp(`tells no boot id \\(${boot}\\)`)],
    ['weak', 'failed', 'become_password_missing', /asks for a password and none is configured/],
  ])('%s is not: %s, %s', (name, outcome, reason, message) => {
    expect(devices.get(name)).toMatchObject({ outcome, reason, message: expect.stringMatching(message) });
  });

  it('does not look for one that never came back once more, for which the end of the run would wait', async () => {
    const journal = await place.readOfRun('journal.ndjson');
    const [stage, run] = ['stage-ended', 'run-ended'].map((type) => {
      const line = journal.split('\n').find((text) => text.startsWith(`{"type":"${type}"`));
      return JSON.parse(line ?? '{}').elapsedMs;
    });
    expect(run - stage).toBeLessThan(1000);
  });

  it('leaves nothing on those that did not reboot either', async () => {
    for (const name of ['good', 'same', 'deaf', 'mute', 'weak', 'loop'])
      expect(await tracesOn(hosts.get(name)), name).toEqual([]);
  });
});
