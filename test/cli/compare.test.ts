import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../src/lab/lab.ts';
import { Desk } from './in-process.ts';

const playbook = `
name: Check
hosts: all
stages:
  - { name: Version, exec: cat version; test ! -e broken }
`;

let lab: Lab;
let desk: Desk;
beforeEach(async () => {
  lab = await startLab({ hosts: ['w1', 'w2'] });
  desk = new Desk({ 'inventory.yml': lab.inventory(), 'playbook.yml': playbook, 'other.yml': playbook });
});
afterEach(async () => {
  await lab[Symbol.asyncDispose]();
  desk[Symbol.dispose]();
});

const on = (limit: string, command: string) =>
  desk.call(['exec', '-i', 'inventory.yml', '-l', limit, '--output', 'quiet', '--', command]);
const run = (name = 'playbook.yml') => desk.call([name, '-i', 'inventory.yml', '--output', 'quiet']);
const runsBelow = () => join(desk.directory, '.local/state/aeon-run/runs');
const ids = () => readdirSync(runsBelow()).sort();

describe('compare', () => {
  it('lays the newest run beside the one of the same playbook before it', async () => {
    await on('all', 'echo 1.0 >version');
    await run();
    await on('w1', 'echo 2.0 >version');
    await on('w2', 'touch broken');
    await run('other.yml');
    await run();
    const { code, stdout, stderr } = await desk.call(['compare', '--diff']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').slice(6)).toEqual([
      '✖ 1 host is worse than before: w2',
      '  ✖ w2 failed in Version · exit_code',
      expect.stringContaining('exit code 1'),
      '      w2 | 1.0',
      expect.stringContaining(`      all of it: ${runsBelow()}/${ids().at(-1)}/hosts/w2/`),
      '',
      '1 host said something else in 1 Version',
      '  w1',
      '    @@ -1,1 +1,1 @@',
      '    -1.0',
      '    +2.0',
      '',
      '✖ 1 worse · 1 ok as before',
      '',
    ]);
    expect((await desk.call(['compare', '--exit-code'])).code).toBe(1);
    expect((await desk.call(['compare', ids().at(-1) ?? '', ids()[1] ?? '', '--exit-code'])).code).toBe(0);
  });

  it('is data too', async () => {
    await on('all', 'echo 1.0 >version');
    await run();
    await run();
    const { stdout } = await desk.call(['compare', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      before: { run_id: ids()[1], ok: 2, total: 2, exit_code: 0 },
      now: { run_id: ids()[2], state: 'finished' },
      playbook: 'same',
      hosts: [
        { host: 'w1', change: 'as-before', before: 'ok', now: 'ok' },
        { host: 'w2', change: 'as-before', before: 'ok', now: 'ok' },
      ],
      stages: [{ name: 'Version', kind: 'exec', before: { id: '1' }, now: { id: '1' }, said: [] }],
    });
  });

  it('takes the same command for the same playbook, and a directory for a run', async () => {
    await on('w1', 'echo one');
    await on('w1', 'echo two');
    expect((await desk.call(['compare'])).stderr).toContain('there is no run of "exec: echo two" before');
    await on('w1', 'echo one');
    expect((await desk.call(['compare'])).stdout).toContain(`before  ${ids()[0]}, `);
    const [first = '', second = ''] = ids();
    renameSync(join(runsBelow(), first), join(desk.directory, first));
    const { stdout } = await desk.call(['compare', `./${first}`, second]);
    expect(stdout).toContain('The two ran different playbooks; the one before: ');
  });

  it('takes no command for another one that only begins as it does', async () => {
    const long = `: ${'x'.repeat(40)} ${'y'.repeat(40)};`;
    await on('w1', `${long} echo one`);
    await on('w1', `${long} echo two`);
    expect((await desk.call(['compare'])).stderr).toContain('there is no run of "exec: :');
    expect((await desk.call(['compare', ids()[0] ?? '', ids()[1] ?? ''])).stdout).toContain(
      'The two ran different playbooks',
    );
  });

  it('needs two runs', async () => {
    await on('w1', 'true');
    const [id = ''] = ids();
    expect(await desk.call(['compare'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`before ${id}: name the one to compare it with`),
    });
    expect(await desk.call(['compare', 'last'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`run ${id} cannot be compared with itself: name two runs`),
    });
  });
});
