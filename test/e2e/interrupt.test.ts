import { execFile, spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { tracesOn } from '../fleet/traces.ts';

let hosts: Hosts;
beforeAll(async () => {
  hosts = await startHosts(['m1', 'm2', 'm3']);
});
afterAll(() => hosts?.[Symbol.asyncDispose]());

/** Two at once: the third host waits for its turn. */
const playbook = (deafTo: string) => `
stages:
  - name: Endless
    hosts: all
    concurrency: 2
    become: true
    exec: |
      trap '' ${deafTo}
      echo begun
      setsid sleep 4721 & sleep 4722; sleep 4723
  - name: Later
    hosts: all
    exec: touch /tmp/later
`;

async function workplace(deafTo = 'INT'): Promise<Workplace> {
  const place = await makeWorkplace();
  await place.write('playbook.yml', playbook(deafTo));
  await place.write('inventory.yml', inventoryOf(hosts, { defaults: { user: 'deploy' } }));
  return place;
}

const args = ['playbook.yml', '-i', 'inventory.yml'];

async function begun(): Promise<void> {
  for (const name of ['m1', 'm2']) {
    await expect
      .poll(async () => (await hosts.get(name).processes()).join('\n'), { timeout: 10_000 })
      .toContain('sleep 4722');
  }
}

async function expectNoTraces(): Promise<void> {
  for (const host of hosts) expect(await tracesOn(host), host.name).toEqual([]);
}

async function eventsOf(place: Workplace): Promise<readonly Record<string, unknown>[]> {
  return (await place.readOfRun('journal.ndjson'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

it('an interrupt that comes while the lock is taken leaves no lock behind', async () => {
  await using place = await workplace();
  const cli = place.start(args);
  const locks = () => readdir(place.path('state/aeon-run/locks')).catch(() => []);
  while (!(await locks()).some((name) => name.endsWith('.json'))) await sleep(1);
  cli.signal('SIGINT');
  expect((await cli.ended).exitCode).toBe(130);
  expect(await locks()).toEqual([]);
  await expectNoTraces();
});

describe.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s while commands run', (signal) => {
  it('ends them within 10 s, starts nothing more, and is told the same everywhere', async () => {
    await using place = await workplace(signal === 'SIGINT' ? 'INT HUP TERM' : 'INT');
    const cli = place.start(args);
    await begun();
    const sentAt = performance.now();
    cli.signal(signal);
    const end = await cli.ended;
    expect(performance.now() - sentAt).toBeLessThan(10_000);
    expect(end.exitCode, end.stderr).toBe(130);
    expect(end.stderr).toContain(`${signal}: nothing new starts`);
    await expectNoTraces();
    expect(await place.results()).toMatchObject({
      exit_code: 130,
      successful: 0,
      stopped: expect.stringContaining('interrupted in stage 1'),
      devices: [
        { host: 'm1', outcome: 'cancelled', stages: [{ reason: 'cancelled' }] },
        { host: 'm2', outcome: 'cancelled', stages: [{ reason: 'cancelled' }] },
        { host: 'm3', outcome: 'cancelled', stages: [{ reason: 'cancelled_before_start' }] },
      ],
    });
    const events = await eventsOf(place);
    expect(events.at(-1)).toMatchObject({ type: 'run-ended', exitCode: 130 });
    expect(events.filter(({ type }) => type === 'attempt-started')).toHaveLength(2);
    expect((await place.run([...args, '--start-at', 'Later'])).exitCode).toBe(0); // No lock is left.
    for (const host of hosts) await host.exec('rm /tmp/later');
  });
});

describe('a second Ctrl-C', () => {
  it('that comes together with the first, as from npx and from a closing terminal, is the same', async () => {
    await using place = await workplace();
    const cli = place.start(args);
    await begun();
    for (const signal of ['SIGHUP', 'SIGINT', 'SIGHUP'] as const) cli.signal(signal);
    expect((await cli.ended).exitCode).toBe(130);
    expect(await place.results()).toMatchObject({ exit_code: 130 });
    await expectNoTraces();
  });

  it('leaves at once, and tells of no host more than is known', async () => {
    await using place = await workplace('TERM');
    const cli = place.start(args);
    await begun();
    cli.signal('SIGINT');
    await expect.poll(() => cli.stderr).toContain('once more leaves at once');
    await sleep(600); // Two that come together are one.
    const sentAt = performance.now();
    cli.signal('SIGINT');
    const end = await cli.ended;
    expect(performance.now() - sentAt).toBeLessThan(1500);
    expect(end.exitCode).toBe(130);
    expect(await place.results()).toMatchObject({
      exit_code: null,
      devices: [{ outcome: 'unknown' }, { outcome: 'unknown' }, {}],
    });
    expect(end.stderr).toMatch(
      /left at once: commands may still run on \w+, \w+, so their lock stays; .*aeon-run unlock \d{8}-/,
    );
    expect((await place.run(args)).exitCode).toBe(4);
    expect((await eventsOf(place)).at(-1)).not.toMatchObject({ type: 'run-ended' });
    for (const host of hosts) await host.exec('pkill -KILL sleep; sleep 0.3; rm -f /tmp/.aeon*');
  });
});

describe('an output that nobody reads any more', () => {
  const quick =
    'stages:\n  - hosts: all\n    exec: echo out; sleep 1\n  - hosts: all\n    exec: touch /tmp/went-on\n';

  it.each([
    ['NDJSON into head -1', '--output json | head -1'],
    ['lines into head -1', '2>&1 | head -1'],
    ['a closed stdout and stderr', '>&- 2>&-'],
  ])('is no crash: %s', async (_name, pipe) => {
    await using place = await workplace();
    await place.write('playbook.yml', quick);
    const main = `${process.cwd()}/src/cli/main.ts`;
    const shell = `set -o pipefail; ${process.execPath} ${main} ${args.join(' ')} ${pipe}`;
    const env = { PATH: process.env.PATH, HOME: place.directory, XDG_STATE_HOME: place.path('state') };
    await promisify(execFile)('bash', ['-c', shell], { cwd: place.directory, env });
    expect(await place.results()).toMatchObject({ exit_code: 0, successful: 3 });
    for (const host of hosts) expect((await host.exec('rm /tmp/went-on')).exitCode).toBe(0);
    await expectNoTraces();
  });

  it('is no crash when the terminal is closed: the run is ended in order', async () => {
    await using place = await workplace();
    const main = `${process.cwd()}/src/cli/main.ts`;
    const env = {
      PATH: process.env.PATH,
      HOME: place.directory,
      XDG_STATE_HOME: place.path('state'),
      TERM: 'xterm',
    };
    const terminal = spawn(
      'script',
      ['-qfc', `exec ${process.execPath} ${main} ${args.join(' ')}`, '/dev/null'],
      {
        cwd: place.directory,
        env,
        stdio: ['pipe', 'pipe', 'ignore'],
      },
    );
    await begun();
    terminal.kill('SIGKILL');
    await expect
      .poll(() => place.readOfRun('results.json').catch(() => ''), { timeout: 15_000 })
      .toContain('"exit_code": 130');
    await sleep(100);
    await expectNoTraces();
  });
});
