import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from './program.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-hangup-'));
  writeFileSync(join(directory, 'playbook.yml'), 'hosts: all\nstages: [{ local: sleep 2 }]\n');
  writeFileSync(join(directory, 'inventory.yml'), 'hosts: [m1]\n');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A run whose terminal is closed while it goes on; `before` is said in the shell that starts it. */
async function hungUp(before: string): Promise<number> {
  const path = `${dirname(process.execPath)}:${process.env.PATH}`;
  const shell = spawn(
    'sh',
    ['-c', `${before} exec "$0" playbook.yml -i inventory.yml`, join(root, 'bin/aeon-run.js')],
    { cwd: directory, env: { PATH: path, HOME: directory }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  shell.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes('starts on this machine')) shell.kill('SIGHUP');
  });
  const [code] = await once(shell, 'close');
  return code;
}

it('a terminal that is closed ends a run, and not one that was started under nohup', async () => {
  expect(await hungUp('')).toBe(130);
  expect(await hungUp("trap '' HUP;")).toBe(0);
});
