import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../src/lab/lab.ts';
import { Desk } from './in-process.ts';

const playbook = `
name: Configure
hosts: all
stages:
  - { transfer: { src: agent.conf, dest: agent.conf }, register: conf }
  - { name: Restart, when: results.conf.changed, exec: test -e may && echo again >>restarts }
`;

let lab: Lab;
let desk: Desk;
beforeEach(async () => {
  lab = await startLab({ hosts: ['w1', 'w2'] });
  desk = new Desk({ 'inventory.yml': lab.inventory(), 'playbook.yml': playbook, 'agent.conf': 'one\n' });
  await on('w2', 'touch may');
});
afterEach(async () => {
  await lab[Symbol.asyncDispose]();
  desk[Symbol.dispose]();
});

const on = async (host: string, command: string) =>
  (await desk.call(['exec', '-i', 'inventory.yml', '-l', host, '--by-host', '--', command])).stdout;
const run = () => desk.call(['playbook.yml', '-i', 'inventory.yml', '--output', 'lines']);
const again = (command: 'retry' | 'resume') => desk.call([command, 'last', '--output', 'lines']);
const restarts = (host: string) => on(host, 'wc -l <restarts || true');
const runsBelow = () => join(desk.directory, '.local/state/aeon-run/runs');
const newest = () => readdirSync(runsBelow()).sort().at(-1) ?? '';

describe('what a run brought before it failed', () => {
  it('counts as changed in its retry, so that what was to follow is done', async () => {
    expect((await run()).code).toBe(1);
    const id = newest();
    const failedAgain = await again('retry');
    expect(failedAgain.code).toBe(1);
    expect(failedAgain.stderr).toContain(`run ${id}, which is repeated here, changed it`);
    const retried = newest();
    await desk.call(['exec', '-i', 'inventory.yml', '-l', 'w1', '--run-dir', 'other', '--', 'touch may']);
    const { code, stderr } = await again('retry'); // Of the retry: it had not changed it itself.
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`run ${retried}, which`) });
    expect([await restarts('w1'), await restarts('w2')]).toEqual(['w1: 1\n', 'w2: 1\n']);
  });

  it('counts for its own stage alone, where a file with it is included twice', async () => {
    const once = `
- { name: Ship, transfer: { src: agent.conf, dest: "{{site}}.conf" }, register: conf }
- { name: Reload, when: results.conf.changed, exec: "echo {{site}} >>reloads" }
`;
    const twice = `
hosts: all
stages:
  - { include: once.yml, vars: { site: a } }
  - { include: once.yml, vars: { site: b } }
  - exec: test -e may
`;
    writeFileSync(join(desk.directory, 'once.yml'), once);
    writeFileSync(join(desk.directory, 'playbook.yml'), twice);
    await run();
    await on('w1', 'rm b.conf reloads');
    await run();
    const { stderr } = await again('retry');
    expect(stderr).toMatch(/\[1\.1 Ship\] w1 ok \S+ \(unchanged\): the file was there already$/m);
    expect(stderr).toMatch(/\[2\.1 Ship\] w1 ok .*which is repeated here, changed it$/m);
    writeFileSync(join(desk.directory, 'once.yml'), `# Moved, perhaps.${once}`);
    expect((await again('retry')).stderr).toMatch(
      /\[1\.1 Ship\] w1 ok .*which is repeated here, changed it$/m,
    );
    expect(await on('w1', 'cat reloads')).toBe('w1: b\nw1: b\nw1: a\nw1: b\n');
  });

  it('counts so too where the retry is killed and resumed', async () => {
    await run();
    await again('retry');
    const journal = join(runsBelow(), newest(), 'journal.ndjson');
    const lines = readFileSync(journal, 'utf8').split('\n');
    const cut = lines.findIndex((line) => line.includes('"type":"attempt-started"'));
    writeFileSync(journal, `${lines.slice(0, cut).join('\n')}\n`);
    await desk.call(['exec', '-i', 'inventory.yml', '-l', 'w1', '--run-dir', 'other', '--', 'touch may']);
    expect((await again('resume')).code).toBe(0);
    expect(await restarts('w1')).toBe('w1: 1\n');
  });

  it('does not count in a run that is no retry', async () => {
    await run();
    expect((await run()).stdout).toContain('not chosen by when');
    expect(await restarts('w1')).toBe('');
  });

  it('is said not to be known where the run is gone', async () => {
    await run();
    const id = newest();
    await again('retry');
    renameSync(join(runsBelow(), id), join(desk.directory, id));
    const { stderr } = await again('retry');
    expect(stderr).toContain(`run ${id}, which is repeated here, is gone`);
  });
});
