import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** A copy of what git would hold, with our packages: builds there leave this checkout alone. */
export function copyOfCheckout(): string {
  const copy = mkdtempSync(join(tmpdir(), 'aeonrun-packaging-'));
  const names = 'bin src tools playbooks schemas scripts package.json package-lock.json LICENSE README.md';
  for (const name of names.split(' ')) {
    if (existsSync(join(root, name))) cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Without `cache`, what is compiled is nothing for later. */
export function run(program: string, args: readonly string[], cwd = root, cache = '/dev/null') {
  const env = { ...process.env, XDG_CACHE_HOME: cache };
  const end = spawnSync(program, args, { cwd, env, encoding: 'utf8', timeout: 120_000 });
  return { code: end.status, stdout: end.stdout, stderr: end.stderr };
}
