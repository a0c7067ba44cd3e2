import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../src/lab/lab.ts';
import { Desk } from './in-process.ts';

let lab: Lab;
let desk: Desk;
beforeEach(async () => {
  lab = await startLab({ hosts: ['m1'] });
  desk = new Desk({ 'inventory.yml': lab.inventory() });
});
afterEach(async () => {
  await lab[Symbol.asyncDispose]();
  desk[Symbol.dispose]();
});

/** All that is kept of all runs and rehearsals. */
function kept(directory = join(desk.directory, '.local/state/aeon-run')): string {
  return readdirSync(directory)
    .map((name) => join(directory, name))
    .map((path) => (statSync(path).isDirectory() ? `${path}\n${kept(path)}` : readFileSync(path, 'utf8')))
    .join('\n');
}

describe('a secret that is known is in nothing that is shown or kept', () => {
  it('where it belongs to a host that the run does not need, or to nobody who is asked', async () => {
    const more =
      'hosts: { spare: { address: 127.0.0.9, password: spare-pw-1, become: { password: spare-pw-2 } } }';
    desk.write('more.yml', more);
    const args = ['exec', '-i', 'inventory.yml', '-i', 'more.yml', '-l', 'm1', '--output', 'lines'];
    const end = await desk.call([...args, '--', 'echo spare-pw-1 spare-pw-2; exit 3']);
    expect(end.stdout + end.stderr + kept()).toContain('echo *** ***');
    expect(end.stdout + end.stderr + kept()).not.toMatch(/spare-pw/);
    expect(kept()).toContain('"isMasked": true');
  });

  it('where a sentence quotes no more than a part of what a check wrote', async () => {
    const check = (dots: number) =>
      `{ wait-for: { command: "printf '%${dots}d' 0 >&2; echo {{token}} >&2; false", timeout: 1s, interval: 5s }, continue-on-error: true }`;
    const stages = [185, 190, 195].map((dots) => `  - ${check(dots)}`).join('\n');
    desk.write('play.yml', `hosts: all\nvars: { token: { env: TOKEN } }\nstages:\n${stages}\n`);
    const end = await desk.call(['play.yml', '-i', 'inventory.yml', '--output', 'lines'], {
      TOKEN: 'canary-12345678',
    });
    expect(end.stdout + end.stderr + kept()).toContain('in vain');
    expect(end.stdout + end.stderr + kept()).not.toContain('canary');
  });

  it('where a long command is the name of its stage', async () => {
    desk.write('more.yml', 'hosts: { spare: { address: 127.0.0.9, password: longSecretPassword77 } }');
    for (const length of [30, 35, 40, 45]) {
      const command = `echo ${'a'.repeat(length)} longSecretPassword77 | cat`;
      await desk.call(['exec', '-i', 'inventory.yml', '-i', 'more.yml', '-l', 'm1', '--', command]);
    }
    expect(kept()).not.toMatch(/longSec/i);
  });

  it('where a host is explained that a limit leaves out', async () => {
    desk.write(
      'more.yml',
      'hosts: { spare: { address: 127.0.0.9, vars: { x: spare-pw-1 }, password: spare-pw-1 } }',
    );
    const args = [
      'inventory',
      '-i',
      'inventory.yml',
      '-i',
      'more.yml',
      '--limit',
      'm1',
      '--explain',
      'spare',
    ];
    const end = await desk.call(args);
    expect(end.stdout).toContain('***');
    expect(end.stdout).not.toContain('spare-pw');
  });

  it('where a test rehearses it', async () => {
    desk.write(
      'play.yml',
      'hosts: m1\nvars: { where: { env: WHERE } }\nstages: [{ exec: "echo {{where}}", name: spare-pw-1 }]',
    );
    desk.write('more.yml', 'hosts: { spare: { address: 127.0.0.9, password: spare-pw-1 } }');
    desk.write(
      'case.yml',
      'playbook: play.yml\ninventory: [inventory.yml, more.yml]\ncases: [{ name: one, model: { hosts: [{ down: refused }] }, expect: { exit-code: 1 } }]',
    );
    const end = await desk.call(['simulate', '--test', 'case.yml', '--case', 'one', '--output', 'lines']);
    expect(end.code, end.stderr).toBe(0);
    expect(end.stderr).toContain('[1/1 ***]');
    expect(end.stderr).not.toContain('spare-pw');
  });
});
