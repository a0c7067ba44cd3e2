import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { SourceMeasured } from '../../events/events.ts';
import type { Plan } from '../../plan/plan.ts';
import { bytesText } from '../../report/text/numbers.ts';
import { TaskFailure } from '../../result/task-failure.ts';
import type { SourceFiles } from '../../run/source/source-files.ts';
import { treeDigest } from '../../run/source/tree-digest.ts';
import { UsageError } from '../exit-code.ts';
import type { LoadedPlan } from '../plan/load-plan.ts';
import type { World } from '../world.ts';
import type { Input } from './invocation.ts';

/** By then a person wonders. */
const silentMs = 1000;

/**
 * Measures all that a plan was made from. Files that stages send are read once here and never measured again, so
 * that a later change of one is seen. Tells on stderr where that takes a while.
 * @throws UsageError when a file cannot be read any more
 */
export async function planInputs(
  { stderr }: { readonly stderr: Pick<World['stderr'], 'write'> },
  plan: Plan,
  { texts, sealed = new Map(), madeFrom }: Pick<LoadedPlan, 'texts' | 'sealed' | 'madeFrom'>,
  sources: SourceFiles,
): Promise<readonly Input[]> {
  const read = [...texts].map(([path, text], at): Input => {
    const kind = at === 0 && madeFrom !== undefined && 'playbook' in madeFrom ? 'playbook' : 'inventory';
    return { kind, path, sha256: createHash('sha256').update(text).digest('hex') };
  });
  const encrypted = [...sealed].map(([path, sha256]): Input => ({ kind: 'inventory', path, sha256 }));
  const timer = setTimeout(() => {
    stderr.write(`Reading ${bytesText(bytesToSend(plan))} that will be sent; the run begins after that.\n`);
  }, silentMs);
  try {
    const files = await measureFiles(plan, sources);
    return [...read, ...encrypted, ...files, ...(await measureTrees(plan, sources))];
  } finally {
    clearTimeout(timer);
  }
}

function bytesToSend({ fileSizes = new Map(), treeSizes = new Map() }: Plan): number {
  const sizes = [...fileSizes.values(), ...[...treeSizes.values()].map(({ bytes }) => bytes)];
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function measureFiles(plan: Plan, sources: SourceFiles): Promise<readonly Input[]> {
  const inputs: Input[] = [];
  for (const path of plan.fileSizes.keys()) {
    const { sha256 } = await sources.get(resolve(plan.playbook.path, '..', path)).catch(asUsageError);
    inputs.push({ kind: 'file', path, sha256 });
  }
  return inputs;
}

/** A directory is what is in it: names, modes and contents. */
async function measureTrees(plan: Plan, { trees }: SourceFiles): Promise<readonly Input[]> {
  const inputs: Input[] = [];
  for (const path of plan.treeSizes.keys()) {
    const absolute = resolve(plan.playbook.path, '..', path);
    const tree = await trees.get(absolute).catch(asUsageError);
    inputs.push({ kind: 'file', path, sha256: treeDigest(tree) });
  }
  return inputs;
}

/** What hosts were given already and is not the same now, for the end of a sentence. */
export async function changedSources(
  sent: readonly SourceMeasured[],
  sources: SourceFiles,
): Promise<string[]> {
  const changed: string[] = [];
  for (const { what, path, sha256 } of sent) {
    const now =
      what === 'file'
        ? sources.get(path).then((file) => file.sha256)
        : sources.trees.get(path).then(treeDigest);
    if ((await now.catch(() => undefined)) !== sha256)
      changed.push(`the file ${path}, which hosts were given already`);
  }
  return changed;
}

function asUsageError(error: unknown): never {
  throw error instanceof TaskFailure ? new UsageError(error.message) : error;
}

/** What is not as it was, for the end of a sentence: `the playbook site.yml, the file install.sh (not there any more)`. */
export function changedInputs(then: readonly Input[], now: readonly Input[]): string[] {
  const hashes = new Map(now.map((input) => [key(input), input.sha256]));
  const known = new Set(then.map(key));
  const changed = then.flatMap((input) => {
    const sha256 = hashes.get(key(input));
    if (sha256 === input.sha256) return [];
    return [sha256 === undefined ? `${named(input)} (not used any more)` : named(input)];
  });
  const added = now.filter((input) => !known.has(key(input))).map((input) => `${named(input)} (new)`);
  return [...changed, ...added];
}

function key({ kind, path }: Input): string {
  return `${kind}\0${path}`;
}

function named({ kind, path }: Input): string {
  return kind === 'inventory' ? path : `the ${kind} ${path}`;
}
