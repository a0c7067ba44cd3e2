import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { type Cli, makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { tracesOn } from '../fleet/traces.ts';

const lock = '/var/tmp/aeon-run.lock';

let hosts: Hosts;
/** Two controllers: neither sees the other's state. */
let one: Workplace;
let two: Workplace;
beforeAll(async () => {
  hosts = await startHosts(['m1', 'm2']);
});
afterAll(() => hosts?.[Symbol.asyncDispose]());
beforeEach(async () => {
  one = await makeWorkplace();
  two = await makeWorkplace();
  await one.write('inventory.yml', inventoryOf(hosts));
  await two.write('inventory.yml', inventoryOf(hosts, { defaults: { user: 'deploy' } }));
});
afterEach(async () => {
  await one?.[Symbol.asyncDispose]();
  await two?.[Symbol.asyncDispose]();
  const traces = await Promise.all([...hosts].map(async (host) => [host.name, await tracesOn(host)]));
  for (const host of hosts) await host.exec(`rm -f ${lock} /opt/ran`);
  expect(Object.fromEntries(traces)).toEqual({ m1: [], m2: [] });
});

const started = (place: Workplace, stages: string, more = 'lock: true'): Promise<Cli> =>
  place
    .write('playbook.yml', `hosts: all\n${more}\nstages:\n${stages}`)
    .then(() => place.start(['playbook.yml', '-i', 'inventory.yml', '--connect-timeout', '5']));

/** Ends when the host runs it. */
async function running(cli: Cli, host: string, what: string): Promise<void> {
  const seen = async () => (await hosts.get(host).processes()).join('\n');
  await expect.poll(seen, { timeout: 10_000, message: cli.stderr }).toContain(what);
}

async function contentOf(host: string): Promise<string> {
  return (await hosts.get(host).exec(`cat ${lock}`)).stdout;
}

const runIdOf = async (place: Workplace) => (await place.runDirectories()).at(-1)?.split('/').at(-1) ?? '';
/** Goes on when the test has looked: see `letGo`. */
const waits = (host: string) =>
  `  - { hosts: ${host}, exec: 'until [ -e /run/go ]; do sleep 0.123; done; rm /run/go' }\n`;
const letGo = (host: string) => hosts.get(host).exec('touch /run/go');
const touch = '  - exec: touch /tmp/ran && rm /tmp/ran\n';

describe('with lock: true one run at a time is on a host, whichever controller it comes from', () => {
  it('the second is refused before it does anything anywhere, and told who has the host', async () => {
    const first = await started(one, '  - { hosts: m1, exec: sleep 4781 }\n');
    await running(first, 'm1', 'sleep 4781');
    const second = await (await started(two, touch)).ended;
    expect(second.exitCode).toBe(4);
    const run = await runIdOf(one);
    expect(second.stdout.replaceAll(/\s+/g, ' ')).toMatch(
      new RegExp(
        `Stopped: nothing was done on any host: m1 is locked by run ${run} of \\S+/playbook.yml, root, process ${first.pid} on \\S+, since \\S+: wait until it is over`,
      ),
    );
    expect(await two.results()).toMatchObject({ exit_code: 4, stopped: expect.stringContaining(run) });
    expect((await two.readOfRun('journal.ndjson')).match(/"type":"[^"]*"/g)).toEqual([
      '"type":"run-started"',
      '"type":"run-ended"',
    ]);
    expect(await tracesOn(hosts.get('m2'))).toEqual([]);
    expect(await contentOf('m1')).toContain(run);
    first.signal('SIGINT');
    expect((await first.ended).exitCode).toBe(130);
    expect(await two.run(['resume', 'last'])).toMatchObject({ exitCode: 0 });
  });

  it('gives it back at its end, whatever that is, and then the other one gets it', async () => {
    const failed = await (await started(one, '  - exec: exit 3\n')).ended;
    expect(failed.exitCode).toBe(1);
    const good = await (await started(two, touch)).ended;
    expect(good.exitCode, good.stderr).toBe(0);
  });

  it('locks nothing where it is not asked for', async () => {
    const end = await (await started(one, `  - exec: test ! -e ${lock}\n`, '')).ended;
    expect(end.exitCode, end.stderr).toBe(0);
  });

  it('two that come at once are never on a host together, and one of them gets the hosts', async () => {
    const alone = '  - exec: mkdir /tmp/alone && sleep 1 && rmdir /tmp/alone\n';
    const runs = await Promise.all([started(one, alone), started(two, alone)]);
    const codes = (await Promise.all(runs.map(({ ended }) => ended))).map(({ exitCode }) => exitCode).sort();
    // The older one waits some seconds for the younger, which may have been the first on all hosts.
    expect([
      [0, 0],
      [0, 4],
    ]).toContainEqual(codes);
  });

  it('keeps it over a reboot, also where the boot has removed the file', async () => {
    const stages = `
  - { hosts: m2, exec: rm ${lock} }
  - reboot: { timeout: 30s }
${waits('m2')}`;
    const first = await started(one, stages);
    await running(first, 'm2', 'sleep 0.123');
    const second = await (await started(two, touch)).ended;
    expect(second.exitCode).toBe(4);
    expect(await contentOf('m2')).toContain(await runIdOf(one));
    await letGo('m2');
    expect((await first.ended).exitCode).toBe(0);
  });

  it('is lost where another one took the host while it was down: nothing more is done there', async () => {
    const stages = `
  - { hosts: m2, exec: 'echo "{}" >${lock}' }
  - reboot: { timeout: 30s }
  - exec: touch /opt/ran
`;
    const end = await (await started(one, stages)).ended;
    expect(end.exitCode).toBe(1);
    expect(await one.results()).toMatchObject({
      devices: [
        { host: 'm1', outcome: 'ok' },
        { host: 'm2', outcome: 'unreachable', stages: [{}, { reason: 'host_locked' }, {}] },
      ],
    });
    expect((await hosts.get('m2').exec(`ls /opt; rm ${lock}`)).stdout).not.toContain('ran');
    await hosts.get('m1').exec('rm /opt/ran');
  });

  it('follows no link that a user of the host has laid there, and says whose it is', async () => {
    await hosts
      .get('m1')
      .exec(`echo precious >/etc/precious; su guest -s /bin/sh -c 'ln -s /etc/precious ${lock}'`);
    const end = await (await started(one, touch)).ended;
    expect(end.exitCode).toBe(4);
    expect(end.stdout.replaceAll(/\s+/g, ' ')).toContain(
      `m1 is locked by a file that is none of aeon-run: look at ${lock}, which belongs to guest there, and remove it`,
    );
    expect((await hosts.get('m1').exec(`cat /etc/precious; rm ${lock} /etc/precious`)).stdout).toBe(
      'precious\n',
    );
  });

  it('lies elsewhere where the disk is full, and is taken again when a boot has emptied that place', async () => {
    const cannotWrite = 'mount -t tmpfs -o size=4k tmpfs /var/tmp; head -c 4k /dev/zero >/var/tmp/full';
    await hosts.get('m1').exec(cannotWrite);
    const first = await started(
      one,
      `  - hosts: m1\n    exec: ls /tmp /var/tmp\n  - { hosts: m1, reboot: {} }\n${waits('m1')}`,
    );
    await running(first, 'm1', 'sleep 0.123');
    expect(await one.readOfRun('hosts/m1/1-exec-ls-tmp-var-tmp.out')).toMatch(
      /^\/tmp:\naeon-run.lock\n.*full\n$/s,
    );
    expect(await contentOf('m1')).toContain(await runIdOf(one));
    await letGo('m1');
    expect((await first.ended).exitCode).toBe(0);
  });

  it('a host that is not reached at first is locked when it is', async () => {
    await hosts.get('m2').pullPower();
    const first = await started(
      one,
      `  - { local: "true" }\n  - wait-online: { timeout: 40s }\n${waits('m2')}`,
    );
    await sleep(1000);
    await hosts.get('m2').powerOn();
    await running(first, 'm2', 'sleep 0.123');
    expect(await contentOf('m2')).toContain(await runIdOf(one));
    await letGo('m2');
    expect((await first.ended).exitCode).toBe(0);
  });
});

describe('the lock of a run that was killed', () => {
  const killed = async () => {
    const cli = await started(one, '  - { hosts: m1, exec: sleep 2 }\n  - exec: "true"\n');
    await running(cli, 'm1', 'sleep 2');
    cli.signal('SIGKILL');
    await cli.ended;
    return runIdOf(one);
  };

  it('is named as one of a dead run, is not taken, and its resume takes it over and gives it back', async () => {
    const run = await killed();
    const other = await (await started(two, touch)).ended;
    expect(other.exitCode).toBe(4);
    expect(other.stdout.replaceAll(/\s+/g, ' ')).toContain(
      `that process is gone: go on with it by "aeon-run resume ${run}", or look at it with "aeon-run show ${run}" and remove its lock with "aeon-run unlock ${run} -i INVENTORY"`,
    );
    expect(await contentOf('m1')).toContain(run);
    const resumed = await one.run(['resume', run]);
    expect(resumed.exitCode, resumed.stderr).toBe(0);
  });

  it('is removed by unlock, by the controller of the run without an inventory', async () => {
    const run = await killed();
    const end = await one.run(['unlock', run]);
    expect(end).toMatchObject({ exitCode: 0, stderr: '' });
    expect(end.stdout).toContain(`m1, m2: the lock of run ${run} was removed\n`);
    await hosts.get('m1').exec('while pgrep sleep; do sleep 0.1; done; rm -f /dev/shm/.aeon-*');
  });

  it('and by another controller with one, which must not be that of a user who may not', async () => {
    const run = await killed();
    const end = await two.run(['unlock', run, '-i', 'inventory.yml']);
    expect(end.exitCode).toBe(1);
    expect(end.stdout).toBe(
      `m1, m2: the lock of run ${run} belongs to another user there: log in as that one, or as root\n`,
    );
    await two.write('inventory.yml', inventoryOf(hosts));
    expect((await two.run(['unlock', run, '-i', 'inventory.yml', '-l', 'm1'])).stdout).toBe(
      `m1: the lock of run ${run} was removed\n`,
    );
    expect((await two.run(['unlock', run, '-i', 'inventory.yml'])).stdout.split('\n').sort()).toEqual([
      '',
      `m1: no lock of run ${run} is there`,
      `m2: the lock of run ${run} was removed`,
    ]);
    await hosts.get('m1').exec('while pgrep sleep; do sleep 0.1; done; rm -f /dev/shm/.aeon-*');
  });

  it('is not removed without --force where nobody here can know whether the run lives', async () => {
    const holder = {
      id: '20260101-000000-abcdef',
      user: 'anna',
      controller: 'laptop-7',
      pid: 4711,
      playbook: 'p.yml',
      since: '2026-01-01',
    };
    await hosts.get('m1').exec(`printf '%s\\n' '${JSON.stringify(holder)}' >${lock}`);
    const told = await (await started(one, touch)).ended;
    expect(told.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'm1 is locked by run 20260101-000000-abcdef of p.yml, anna, process 4711 on laptop-7, since 2026-01-01: wait until it is over; if it is gone there, "aeon-run unlock 20260101-000000-abcdef -i INVENTORY --force" removes its lock',
    );
    const args = ['unlock', holder.id, '-i', 'inventory.yml', '-l', 'm1'];
    expect(await one.run(args)).toMatchObject({
      exitCode: 4,
      stdout: expect.stringContaining('use --force'),
    });
    expect(await one.run([...args, '--force'])).toMatchObject({ exitCode: 0 });
  });
});
