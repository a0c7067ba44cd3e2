import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keeping } from '../../run/journal/prune.ts';
import { planFile } from '../plan/plan-text.ts';

const ours = /^rehearsal-[0-9a-f]{12}$/;
const dayMs = 86_400_000;

/**
 * Removes old rehearsals: those beyond the newest `count`, and those older than `days`. One of 10,000 hosts takes 50 MB, and
 * each change of a playbook makes another. Never a reason to stop: what cannot be removed stays.
 */
export async function pruneRehearsals(
  root: string,
  { count, days }: Keeping,
  nowMs = Date.now(),
): Promise<void> {
  const names = await readdir(root).catch(() => []);
  const found = await Promise.all(names.filter((name) => ours.test(name)).map((name) => dated(root, name)));
  const newestFirst = found.toSorted((one, other) => other.rehearsedMs - one.rehearsedMs);
  const old = newestFirst.filter(({ rehearsedMs }, at) => at >= count || nowMs - rehearsedMs > days * dayMs);
  for (const { path } of old) await rm(path, { recursive: true, force: true }).catch(() => {});
}

/** Its plan is written each time that it is rehearsed. */
async function dated(root: string, name: string) {
  const path = join(root, name);
  const { mtimeMs } = await stat(join(path, planFile)).catch(() => stat(path).catch(() => ({ mtimeMs: 0 })));
  return { path, rehearsedMs: mtimeMs };
}
