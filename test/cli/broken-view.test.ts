import fs, { readdirSync, readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { planAdHoc } from '../../src/cli/plan/ad-hoc.ts';
import { runLoaded } from '../../src/cli/run/run-loaded.ts';
import { type Lab, startLab } from '../../src/lab/lab.ts';
import { exec } from '../../src/stages/exec/stage.ts';
import { Desk } from './in-process.ts';

let lab: Lab;
let desk: Desk;
beforeAll(async () => {
  lab = await startLab({ hosts: ['m1', 'w1'] });
  desk = new Desk({ 'inventory.yml': lab.inventory() });
});
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
  desk[Symbol.dispose]();
});

describe('a view that throws', () => {
  it('is told once, and the run goes on to its end and keeps its results', async () => {
    const end = await desk.inWorld({}, '', async (world) => {
      const options = { inventory: ['inventory.yml'], output: 'json' } as const; // It writes from the first event on.
      const loaded = await planAdHoc(world, { kind: exec, args: 'exit 3', name: 'Fail' }, options);
      const write = () => {
        throw new Error('a broken view');
      };
      Object.assign(world.stdout, { write });
      return await runLoaded({ world, version: '0.0.0', loaded, options });
    });
    expect(end.code).toBe(1);
    expect(end.stderr.match(/a broken view/g)).toHaveLength(1);
    expect(end.stderr).toMatch(/the run itself is not touched by it: aeon-run show \d{8}-/);
    const runs = join(desk.directory, '.local/state/aeon-run/runs');
    const [run = ''] = readdirSync(runs);
    const results = JSON.parse(readFileSync(join(runs, run, 'results.json'), 'utf8'));
    expect(results).toMatchObject({ exit_code: 1, total_devices: 2, failed: 2 });
  });
});

describe('a long output that cannot be read again', () => {
  it('is shown by its end, and its run comes out as it is', async () => {
    const read = fs.readFileSync;
    const broken = vi.spyOn(fs, 'readFileSync').mockImplementation((path, options) => {
      if (String(path).endsWith('.out')) throw new Error('EMFILE: too many open files');
      return read(path, options);
    });
    syncBuiltinESMExports();
    const end = await desk.call(['exec', '-i', 'inventory.yml', '-l', 'm1', 'seq 1 20000']);
    broken.mockRestore();
    syncBuiltinESMExports();
    expect(end.code).toBe(0);
    expect(end.stdout).toContain('the end of a long stdout, all of it: ');
    expect(end.stdout).toMatch(/\n20000\n$/);
    expect(end.stderr).toMatch(/^✔ 1 of 1 hosts ok/);
  });
});
