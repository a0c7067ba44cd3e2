import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { retry } from '../../src/cli/commands/retry.ts';
import { type Lab, startLab } from '../../src/lab/lab.ts';
import type { RunSummary } from '../../src/report/run-table.ts';
import { Desk } from './in-process.ts';

const playbook = `
name: Roll out
hosts: all
stages:
  - name: Install
    exec: test ! -e {{host.name}}.broken
  - exec: echo x >> counted
`;

let lab: Lab;
let desk: Desk;
beforeEach(async () => {
  lab = await startLab({ hosts: ['m1', 'w1', 'w2'] });
  desk = new Desk({ 'inventory.yml': lab.inventory(), 'playbook.yml': playbook });
});
afterEach(async () => {
  await lab[Symbol.asyncDispose]();
  desk[Symbol.dispose]();
});

const run = () => desk.call(['playbook.yml', '-i', 'inventory.yml', '--output', 'quiet']);
const runsBelow = () => join(desk.directory, '.local/state/aeon-run/runs');
const newest = () => readdirSync(runsBelow()).sort().at(-1) ?? '';
const homeOf = (host: string) => join(lab.directory, 'hosts', host);

async function listed(): Promise<RunSummary[]> {
  return JSON.parse((await desk.call(['runs', '--json'])).stdout);
}

describe('runs of before', () => {
  it('are listed newest first, with how many hosts came out ok', async () => {
    writeFileSync(join(homeOf('w2'), 'w2.broken'), '');
    await run();
    expect(await listed()).toMatchObject([
      { run_id: newest(), state: 'finished', name: 'Roll out', ok: 2, total: 3, exit_code: 1 },
    ]);
    expect((await desk.call(['runs'])).stdout).toMatch(
      /^run +when +hosts ok +state +playbook\n\S+ +20\d\d-\d\d-\d\d \d\d:\d\d +2\/3 +failed +Roll out\n$/,
    );
  });

  it('are shown again by id, by the beginning of one, or as the last one', async () => {
    const then = await run();
    const summary = then.stdout;
    for (const name of [newest(), newest().slice(0, 10), 'last']) {
      expect((await desk.call(['show', name])).stdout).toBe(summary);
    }
    const lines = (await desk.call(['show', 'last', '--output', 'lines'])).stdout;
    expect(lines).toContain('[1/2 Install] m1 ok');
    const events = (await desk.call(['show', 'last', '--output', 'json'])).stdout;
    expect(events).toBe(readFileSync(join(runsBelow(), newest(), 'journal.ndjson'), 'utf8'));
  });

  it('that nobody knows are refused, with the nearest id', async () => {
    expect(await desk.call(['show', 'last'])).toMatchObject({ code: 2 });
    await run();
    const end = await desk.call(['show', `${newest()}x`]);
    expect(end).toMatchObject({ code: 2 });
    expect(end.stderr).toContain(newest());
  });

  it('without an end are called unfinished, also with a last line that was cut off', async () => {
    await run();
    const path = join(runsBelow(), newest(), 'journal.ndjson');
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, `${lines.slice(0, 9).join('\n')}\n{"type":"task-e`);
    expect(await listed()).toMatchObject([{ state: 'unfinished', total: 3 }]);
    const shown = await desk.call(['show', 'last']);
    expect(shown.stdout).toContain('Stopped: the record ends here');
    expect(shown.stderr).toContain(`"aeon-run resume ${newest()}" goes on with it`);
  });

  it('of which one still goes on are said to, and not to be resumed or retried', async () => {
    writeFileSync(
      join(desk.directory, 'slow.yml'),
      'hosts: all\nstages: [{ exec: "true" }, { exec: sleep 3 }]',
    );
    const running = desk.call(['slow.yml', '-i', 'inventory.yml', '--output', 'quiet']);
    await expect
      .poll(async () => (await listed().catch(() => []))[0]?.state, { timeout: 5000 })
      .toBe('running');
    const shown = await desk.call(['show', 'last']);
    expect(shown.stdout).toMatch(/● 0 of 3 hosts ok so far · /);
    expect(shown.stdout).not.toContain('Stopped');
    expect(shown.stderr).toContain('is still going on: this is how far it has come');
    expect(shown.stderr).not.toContain('resume');
    expect(await desk.call(['retry', 'last'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is still going on'),
    });
    expect(await running).toMatchObject({ code: 0 });
  });

  it('give a retry the hosts that were not ok, in a run of its own', async () => {
    writeFileSync(join(homeOf('w2'), 'w2.broken'), '');
    await run();
    const first = newest();
    spawnSync('rm', [join(homeOf('w2'), 'w2.broken')]);
    const end = await desk.call(['retry', first, '--output', 'quiet']);
    expect(end).toMatchObject({ code: 0 });
    expect(end.stderr).toContain(`retry of run ${first} on 1 of 3 hosts`);
    expect(['m1', 'w1', 'w2'].map((host) => readFileSync(join(homeOf(host), 'counted'), 'utf8'))).toEqual([
      'x\n',
      'x\n',
      'x\n',
    ]);
    expect(await listed()).toMatchObject([{ ok: 1, total: 1 }, { run_id: first }]);
    expect((await desk.call(['retry', newest()])).stderr).toContain('there is nothing to retry');
  });

  it('that leave nothing to do give no event, and their exit code', async () => {
    await run();
    for (const command of ['resume', 'retry']) {
      const end = await desk.call([command, 'last', '--output', 'json']);
      expect(end).toMatchObject({
        code: 0,
        stdout: '',
        stderr: expect.stringContaining('there is nothing to'),
      });
    }
    writeFileSync(join(homeOf('w2'), 'w2.broken'), '');
    await run();
    const end = await desk.call(['resume', 'last', '--output', 'json']);
    expect(end).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('there is nothing to'),
    });
  });

  it('that an older version kept are not retried, with a plain sentence', async () => {
    writeFileSync(join(homeOf('w2'), 'w2.broken'), '');
    await run();
    const kept = join(runsBelow(), newest(), 'invocation.json');
    const { madeFrom, ...rest } = JSON.parse(readFileSync(kept, 'utf8'));
    writeFileSync(kept, JSON.stringify({ ...rest, ...madeFrom }));
    const { code, stderr } = await desk.call(['retry', 'last']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/run was kept by an older version of aeon-run, .*: start it anew\n$/);
  });

  it('give a retry that is called elsewhere a run beside them, below the --run-dir that is meant there', async () => {
    writeFileSync(join(homeOf('w2'), 'w2.broken'), '');
    await desk.call(['playbook.yml', '-i', 'inventory.yml', '--output', 'quiet', '--run-dir', 'kept']);
    mkdirSync(join(desk.directory, 'below'));
    const end = await desk.inWorld({}, '', (world) =>
      retry({ ...world, cwd: join(desk.directory, 'below') }, '0.0.0', 'last', {
        output: 'quiet',
        runDir: '../kept',
      }),
    );
    expect(end.stderr).toContain('on 1 of 3 hosts');
    expect(readdirSync(join(desk.directory, 'kept'))).toHaveLength(2);
  });

  it('below a --run-dir are named with it where the way on is told, so that it can be followed', async () => {
    writeFileSync(join(homeOf('w2'), 'w2.broken'), '');
    const end = await desk.call([
      'playbook.yml',
      '-i',
      'inventory.yml',
      '--output',
      'quiet',
      '--run-dir',
      'kept',
    ]);
    const kept = join(desk.directory, 'kept');
    const [id = ''] = readdirSync(kept);
    const words = `${id} --run-dir '${kept}'`;
    expect(end.stderr).toContain(`Once more on the host that is not ok: aeon-run retry ${words}\n`);
    const finished = await desk.call(['resume', 'last', '--run-dir', 'kept']);
    expect(finished.stderr).toContain(`"aeon-run retry ${words}" runs the hosts again`);
    const path = join(kept, id, 'journal.ndjson');
    writeFileSync(path, readFileSync(path, 'utf8').split('\n').slice(0, 9).join('\n'));
    const way = `"aeon-run resume ${words}"`;
    expect((await desk.call(['show', 'last', '--run-dir', 'kept'])).stderr).toContain(
      `${way} goes on with it`,
    );
    expect((await desk.call(['retry', 'last', '--run-dir', 'kept'])).stderr).toContain(`${way} first`);
  });

  it('give a retry the hosts that had not come to their last stage when the run stopped', async () => {
    const gated = `hosts: all
stages:
  - { name: Look, exec: test ! -e w2.broken, hosts: "all:!m1", continue-on-error: true, register: look }
  - { name: Early, hosts: m1, exec: echo x >> counted }
  - assert: { success-rate: 100, of: look }
  - { name: Late, hosts: "w1,w2", exec: echo x >> counted }`;
    writeFileSync(join(desk.directory, 'gated.yml'), gated);
    writeFileSync(join(homeOf('w2'), 'w2.broken'), '');
    const end = await desk.call(['gated.yml', '-i', 'inventory.yml', '--output', 'quiet']);
    expect(end.stdout).toContain('✖ 1 of 3 hosts ok (33.33 %) · 2 cancelled');
    const results = JSON.parse(readFileSync(join(runsBelow(), newest(), 'results.json'), 'utf8'));
    expect(results.devices.map((device: { outcome: string }) => device.outcome)).toEqual([
      'ok',
      'cancelled',
      'cancelled',
    ]);
    spawnSync('rm', [join(homeOf('w2'), 'w2.broken')]);
    const again = await desk.call(['retry', 'last', '--output', 'quiet']);
    expect(again.stderr).toContain('on 2 of 3 hosts');
    expect(again.code).toBe(0);
    expect(readFileSync(join(homeOf('w1'), 'counted'), 'utf8')).toBe('x\n');
  });

  it('have nothing for a retry where no host failed but an assert, which is no success', async () => {
    writeFileSync(
      join(desk.directory, 'claims.yml'),
      'hosts: all\nstages: [{ exec: "true" }, { assert: { that: stage.ok > 5 } }]',
    );
    const first = await desk.call(['claims.yml', '-i', 'inventory.yml', '--output', 'quiet']);
    expect(first.stderr).not.toContain('retry');
    const end = await desk.call(['retry', 'last']);
    expect(end.stderr).toMatch(
      /nothing to retry\. What failed is no host: the assert of stage 2 .*Run the playbook again/,
    );
    expect(end.code).toBe(1);
  });

  it('go on with what the command line said then: the limit, the directory', async () => {
    await desk.call(['playbook.yml', '-i', 'inventory.yml', '-l', 'm1', '--output', 'quiet']);
    const path = join(runsBelow(), newest(), 'journal.ndjson');
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(
      path,
      `${lines.slice(0, lines.findIndex((line) => line.includes('stage-ended')) + 1).join('\n')}\n`,
    );
    const end = await desk.call(['resume', 'last', '--output', 'quiet']);
    expect(end).toMatchObject({ code: 0 });
    expect(readFileSync(join(homeOf('m1'), 'counted'), 'utf8')).toBe('x\nx\n'); // What the journal has lost runs again.
    expect(existsSync(join(homeOf('w1'), 'counted'))).toBe(false);
  });
});

describe('a command line that held a secret', () => {
  const change = (file: string, change: (text: string) => string) => {
    const path = join(runsBelow(), newest(), file);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  };
  const results = () => join(runsBelow(), newest(), 'results.json');

  it('leaves a run that was killed behind its last event its results', async () => {
    await desk.call(['playbook.yml', '-i', 'inventory.yml', '--output', 'quiet', '--results', 'told.json']);
    for (const file of [results(), join(desk.directory, 'told.json')]) rmSync(file);
    change('invocation.json', (text) => text.replace('"isMasked": false', '"isMasked": true'));
    expect(await desk.call(['resume', 'last'])).toMatchObject({ code: 0 });
    expect(existsSync(results())).toBe(true);
    expect(existsSync(join(desk.directory, 'told.json'))).toBe(true);
    rmSync(results());
    change('invocation.json', (text) => text.replace('told.json', '***.json'));
    const end = await desk.call(['resume', 'last']);
    expect(end).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('where --results wanted them too'),
    });
    expect(existsSync(results())).toBe(true);
    expect(existsSync(join(desk.directory, '***.json'))).toBe(false);
  });
});

describe('old runs', () => {
  const makeOld = (id: string, ...events: object[]) => {
    mkdirSync(join(runsBelow(), id), { recursive: true });
    const text = events.map((event) => `${JSON.stringify(event)}\n`).join('');
    writeFileSync(join(runsBelow(), id, 'journal.ndjson'), text);
  };
  const started = {
    type: 'run-started',
    playbook: { path: 'p', name: 'p' },
    hosts: [],
    at: '2026-01-01T00:00:00Z',
  };
  const ended = { type: 'run-ended', exitCode: 0, durationMs: 1, tally: { ok: 0, planned: 0 } };
  const today = new Date().toISOString().slice(0, 10).replaceAll('-', '');

  it('are removed by count and by age, but no young one that can be resumed, no locked one, and nothing else', async () => {
    makeOld(`${today}-000001-aaaaaa`, started, ended);
    makeOld(`${today}-000002-bbbbbb`, started);
    makeOld(`${today}-000003-cccccc`, started, ended);
    makeOld('20200101-000000-dddddd', started);
    makeOld('20200101-000000-eeeeee', started, ended);
    makeOld('my-own-notes');
    const locks = join(desk.directory, '.local/state/aeon-run/locks');
    mkdirSync(locks, { recursive: true });
    const lock = {
      id: '20200101-000000-eeeeee',
      pid: 1,
      controller: 'elsewhere',
      playbook: 'p',
      since: '',
      machines: [],
    };
    writeFileSync(join(locks, '20200101-000000-eeeeee.json'), JSON.stringify(lock));
    await desk.call(['playbook.yml', '-i', 'inventory.yml', '--output', 'quiet'], { AEON_KEEP_RUNS: '2' });
    expect(readdirSync(runsBelow()).sort()).toEqual([
      '20200101-000000-eeeeee',
      `${today}-000002-bbbbbb`,
      `${today}-000003-cccccc`,
      newest() === 'my-own-notes' ? readdirSync(runsBelow()).sort().at(-2) : newest(),
      'my-own-notes',
    ]);
  });

  it('are not pushed out by what never began', async () => {
    makeOld(`${today}-000001-aaaaaa`, started, ended);
    makeOld(`${today}-000002-bbbbbb`);
    makeOld(`${today}-000003-cccccc`);
    const args = ['playbook.yml', '-i', 'inventory.yml', '--output', 'quiet'];
    await desk.call(args, { AEON_KEEP_RUNS: '2' });
    expect(readdirSync(runsBelow())).toContain(`${today}-000001-aaaaaa`);
    await desk.call(args, { AEON_KEEP_RUNS: '2' });
    expect(readdirSync(runsBelow())).not.toContain(`${today}-000001-aaaaaa`);
  });

  it.each(['AEON_KEEP_RUNS', 'AEON_KEEP_DAYS'])('are not added to where %s is no number', async (name) => {
    const args = ['playbook.yml', '-i', 'inventory.yml'];
    const end = await desk.call(args, { [name]: 'all' });
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toContain(`${name} has to be a whole number from 1, and it is "all"`);
    expect(existsSync(runsBelow())).toBe(false);
  });
});

describe('a lock', () => {
  const lockOf = (pid: number, controller = hostname(), more = {}) => {
    const locks = join(desk.directory, '.local/state/aeon-run/locks');
    mkdirSync(locks, { recursive: true });
    const lock = {
      id: 'a-run',
      pid,
      controller,
      playbook: 'p.yml',
      since: 'then',
      machines: ['a:22', 'b:22'],
      ...more,
    };
    writeFileSync(join(locks, `${lock.id}.json`), JSON.stringify(lock));
  };

  it('of a run that is kept elsewhere says where, so that what it advises can be followed', async () => {
    lockOf(spawnSync('/bin/true').pid, hostname(), { runDir: "/it's kept" });
    const words = `aeon-run resume a-run --run-dir '/it'\\''s kept'`;
    const end = await desk.call(['unlock', 'a-run']);
    expect(end.stdout).toContain(`"${words}" goes on with it`);
  });

  it('of a process that is gone is removed by its id, and it is said whose it was', async () => {
    const dead = spawnSync('/bin/true').pid;
    lockOf(dead);
    const end = await desk.call(['unlock', 'a-run']);
    expect(end).toMatchObject({ code: 0 });
    expect(end.stdout).toContain(
      `removed the lock of run a-run on a:22 and 1 more: p.yml, since then, process ${dead} on ${hostname()}, which is gone`,
    );
    const again = await desk.call(['unlock', 'a-run']);
    expect(again).toMatchObject({ code: 2 });
    expect(again.stderr).toContain('there is no lock of a run a-run: nothing is locked');
  });

  it.each(['last', 'b'])('is found as the run is that has it, by %s', async (wanted) => {
    const dead = spawnSync('/bin/true').pid;
    for (const id of ['a-run', 'b-run']) lockOf(dead, hostname(), { id });
    expect((await desk.call(['unlock', wanted])).stdout).toContain('removed the lock of run b-run on');
    expect((await desk.call(['unlock', 'last'])).stdout).toContain('removed the lock of run a-run on');
  });

  it('is not removed where several runs are meant', async () => {
    const dead = spawnSync('/bin/true').pid;
    for (const id of ['a-run', 'a-ride']) lockOf(dead, hostname(), { id });
    const end = await desk.call(['unlock', 'a-r']);
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toContain('2 runs begin with a-r, from a-ride to a-run: write more of the id');
  });

  const lockedRun = (options: object) => {
    const id = '20260101-000000-abcdef';
    mkdirSync(join(runsBelow(), id), { recursive: true });
    const invocation = { cwd: desk.directory, madeFrom: {}, options, inputs: [], isMasked: true };
    writeFileSync(join(runsBelow(), id, 'plan.json'), '{"lock":true}');
    writeFileSync(join(runsBelow(), id, 'invocation.json'), JSON.stringify(invocation));
    lockOf(spawnSync('/bin/true').pid, hostname(), { id });
    return id;
  };

  it('is removed here, and the way to those on hosts is told where the words that named them held a secret', async () => {
    const id = lockedRun({ host: ['127.0.0.9:pi:***'] });
    const end = await desk.call(['unlock', id]);
    expect(end.code).toBe(2);
    expect(end.stdout).toMatch(
      /^removed the lock .*\nwhat it did .*; its command line held a secret, .* started anew\n$/,
    );
    const way = `nobody here can know which hosts run ${id} has locked: .*aeon-run unlock ${id} -i INVENTORY`;
    expect(end.stderr).toMatch(new RegExp(way));
    expect(await desk.call(['unlock', id])).toMatchObject({ code: 2, stderr: end.stderr, stdout: '' });
    const resumed = await desk.call(['resume', id]);
    expect(resumed.stderr).toContain(`start it anew; if it is still locked, first "aeon-run unlock ${id}"`);
  });

  it('is looked for on the hosts of the run where a secret was in other words of its command line', async () => {
    const id = lockedRun({
      inventory: ['inventory.yml'],
      limit: 'm1',
      extraVars: ['token=***'],
      tags: 'some',
      startAt: 'Install',
    });
    const end = await desk.call(['unlock', id]);
    expect(end, end.stderr).toMatchObject({ code: 0, stderr: '' });
    expect(end.stdout).toContain(`m1: no lock of run ${id} is there\n`);
  });

  it('of a living process, or of another controller, is removed only by force', async () => {
    lockOf(process.pid);
    const alive = await desk.call(['unlock', 'a-run']);
    expect(alive).toMatchObject({ code: 4 });
    expect(alive.stderr).toContain(`run a-run is still going on, in process ${process.pid}`);
    lockOf(process.pid, 'another-controller');
    expect(await desk.call(['unlock', 'a-run'])).toMatchObject({ code: 4 });
    expect(await desk.call(['unlock', 'a-run', '--force'])).toMatchObject({ code: 0 });
  });
});
