import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { type Cli, makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { tracesOn } from '../fleet/traces.ts';

let hosts: Hosts;
let place: Workplace;
beforeAll(async () => {
  hosts = await startHosts([
    'blink',
    'short',
    'power',
    'gone',
    'again',
    'piped',
    'restless',
    'shy',
    'unheard',
  ]);
  place = await makeWorkplace();
  await place.write('inventory.yml', inventoryOf(hosts, { defaults: { user: 'deploy' } }));
});
afterAll(async () => {
  await hosts?.[Symbol.asyncDispose]();
  await place?.[Symbol.asyncDispose]();
});

async function start(playbook: string): Promise<Cli> {
  await place.write('playbook.yml', playbook);
  return place.start(['playbook.yml', '-i', 'inventory.yml']);
}

/** What the command did there; the file outlives a reboot. */
async function effectsOf(name: string): Promise<string> {
  return (await hosts.get(name).exec('cat /home/deploy/effects 2>/dev/null')).stdout;
}

async function begun(name: string, times = 1): Promise<void> {
  await expect.poll(() => effectsOf(name), { timeout: 10_000 }).toBe('begun\n'.repeat(times));
}

interface Device {
  readonly host: string;
  readonly outcome: string;
  readonly exit_code: number | null;
  readonly stages: readonly {
    readonly reason?: string;
    readonly message?: string;
    readonly attempts: number;
  }[];
}

async function devices(): Promise<Readonly<Record<string, Device>>> {
  const { devices: all } = (await place.results()) as { readonly devices: readonly Device[] };
  return Object.fromEntries(all.map((device) => [device.host, device]));
}

describe('a host whose command may have run is unknown: never retried, never counted ok', () => {
  it('unless the host itself proves how it ended', async () => {
    const cli = await start(`
defaults: { retry: { attempts: 3, delay: 10ms } }
stages:
  - hosts: blink,short,power,gone
    exec: echo begun >>effects; sleep 6; echo done >>effects
  - hosts: blink,short,power,gone
    exec: echo later >>effects
`);
    await Promise.all(['blink', 'short', 'power', 'gone'].map((name) => begun(name)));
    await Promise.all([
      hosts.get('blink').dropLinks(), // It still runs when we are back.
      hosts.get('short').stopSshd(), // It is over when we are back.
      hosts.get('power').pullPower(), // All that the host knew is gone when we are back.
      hosts.get('gone').stopSshd(), // We never come back.
    ]);
    await hosts.get('power').powerOn();
    await expect.poll(() => effectsOf('short'), { timeout: 10_000 }).toContain('done');
    await hosts.get('short').startSshd();
    expect((await cli.ended).exitCode).toBe(3);
    const found = await devices();
    for (const name of ['blink', 'short']) {
      expect(found[name], name).toMatchObject({ outcome: 'ok', stages: [{ attempts: 1 }, { attempts: 1 }] });
      expect(await effectsOf(name), name).toBe('begun\ndone\nlater\n');
      expect(await tracesOn(hosts.get(name)), name).toEqual(['/home/deploy/effects']);
    }
    for (const name of ['power', 'gone']) {
      expect(found[name], name).toMatchObject({
        outcome: 'unknown',
        exit_code: null,
        stages: [{ reason: 'link_lost', attempts: 1 }, {}],
      });
      expect((await effectsOf(name)).match(/begun|later/g), name).toEqual(['begun']);
    }
    expect(found.power?.stages[0]?.message).toContain('the host has booted since');
    expect(found.gone?.stages[0]?.message).toMatch(/look on gone what it has done before you run it again/);
    expect(await place.results()).toMatchObject({ success_rate: 50 });
  }, 60_000);

  it('and to look for it takes nothing out of its own pipes', async () => {
    const lines = 'i=0; while [ $i -lt 500 ]; do echo $i; i=$((i + 1)); sleep .01; done';
    const cli = await start(`
stages:
  - { hosts: piped, exec: "echo begun >>effects; (${lines}) | cat >lines; wc -l <lines >>effects" }
`);
    await begun('piped');
    await hosts.get('piped').dropLinks();
    expect((await cli.ended).exitCode).toBe(0);
    expect(await effectsOf('piped')).toBe('begun\n500\n');
  }, 60_000);

  it('also where the login sends all that is said elsewhere, and the shell is killed', async () => {
    await hosts
      .get('unheard')
      .exec("usermod -s /bin/bash deploy; echo 'exec >>/tmp/login.log 2>&1' >/home/deploy/.bashrc");
    const cli = await start('stages: [{ hosts: unheard, exec: "echo begun >>effects; kill -9 $$" }]');
    expect((await cli.ended).exitCode).toBe(3);
    expect((await devices()).unheard).toMatchObject({
      outcome: 'unknown',
      stages: [{ reason: 'no_end_mark', attempts: 1 }],
    });
    expect(await effectsOf('unheard')).toBe('begun\n');
  });

  it('also where each login has a TMPDIR of its own, and where /proc hides what others run', async () => {
    const [restless, shy] = [hosts.get('restless'), hosts.get('shy')];
    await restless.exec(
      "usermod -s /bin/bash deploy; echo 'export TMPDIR=$(mktemp -d)' >/home/deploy/.bashrc",
    );
    await shy.exec('mount -o remount,hidepid=2 /proc');
    const cli = await start(`
defaults: { retry: { attempts: 3, delay: 10ms } }
stages:
  - { hosts: "restless,shy", exec: "echo begun >>effects; sleep 4; echo done >>effects" }
`);
    await Promise.all([begun('restless'), begun('shy')]);
    await Promise.all([restless.dropLinks(), shy.dropLinks()]);
    const { exitCode, stderr } = await cli.ended;
    expect(exitCode, stderr).toBe(0);
    for (const name of ['restless', 'shy']) expect(await effectsOf(name), name).toBe('begun\ndone\n');
    expect((await tracesOn(shy)).filter((path) => path.includes('.aeon'))).toEqual([]);
  }, 60_000);

  it('but one that is idempotent is tried again', async () => {
    const cli = await start(`
defaults: { retry: { attempts: 2, delay: 10ms } }
stages:
  - { hosts: again, idempotent: true, exec: echo begun >>effects; sleep 2 }
`);
    await begun('again');
    await hosts.get('again').exec('reboot');
    expect((await cli.ended).exitCode).toBe(0);
    expect(await effectsOf('again')).toBe('begun\nbegun\n');
    expect((await devices()).again?.stages).toMatchObject([{ attempts: 2 }]);
  }, 60_000);
});
