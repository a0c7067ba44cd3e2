import { basename, join } from 'node:path';
import { readRemoteFile } from '../../remote/read-file.ts';
import { compareTree } from '../../remote/tree/compare-tree.ts';
import type { Answers, CompareTreeStep, MeasureStep, ReadRemoteStep, TreeEntry } from '../../stages/step.ts';
import { type Attempt, becomeOf, onLink, remainingMs } from '../attempt.ts';
import { treeGoal } from './perform-upload.ts';

/** Steps that look at a host, or at this machine, and change nothing. */
export async function performMeasure(
  { run }: Pick<Attempt, 'run'>,
  { path }: MeasureStep,
): Promise<Answers['measure']> {
  const { size, sha256, mode } = await run.sources.file(path);
  return { name: basename(path), size, sha256, mode };
}

export async function performReadRemote(
  attempt: Attempt,
  { destination, name, mostBytes }: ReadRemoteStep,
): Promise<Answers['read-remote']> {
  const become = await becomeOf(attempt);
  return onLink(attempt, (link) =>
    readRemoteFile(link, { destination, name, mostBytes, timeoutMs: remainingMs(attempt), ...become }),
  );
}

export async function performCompareTree(
  attempt: Attempt,
  step: CompareTreeStep,
): Promise<Answers['compare-tree']> {
  const goal = await treeGoal(attempt, step);
  const become = await becomeOf(attempt);
  const { directories, files, links, attributes, replaced, removals } = await onLink(attempt, (link) =>
    compareTree(link, goal, { timeoutMs: remainingMs(attempt), ...become }),
  );
  const isThere = new Set(replaced);
  return [
    ...directories.map(({ name }): TreeEntry => ({ name: `${name}/`, what: 'new' })),
    ...files.map(({ name }): TreeEntry => {
      const path = join(goal.tree.root, name);
      return { name, path, what: isThere.has(name) ? 'changed' : 'new' };
    }),
    ...links.map(({ name, target }): TreeEntry => {
      const what = isThere.has(name) ? 'changed' : 'new';
      return { name, what, note: `a link to ${target}` };
    }),
    ...attributes.map(({ name }): TreeEntry => ({ name, what: 'attributes', note: 'mode or owner' })),
    ...removals.map((name): TreeEntry => ({ name: name.toString('utf8'), what: 'removed' })),
  ];
}
