import { basename, join } from 'node:path';
import { runPlain } from '../../remote/command/run-plain.ts';
import { readRemoteFile } from '../../remote/file/read-file.ts';
import { newNonce } from '../../remote/link.ts';
import { compareTree } from '../../remote/tree/compare-tree.ts';
import type { Ran } from '../../result/outcome.ts';
import { TaskFailure } from '../../result/task-failure.ts';
import { lookText } from '../../shell/look.ts';
import type { Answers, TreeEntry } from '../../stages/answers.ts';
import type { CompareTreeStep, LookStep, MeasureStep, ReadRemoteStep } from '../../stages/step.ts';
import { type Attempt, becomeOf, onLink, remainingMs } from '../attempt/attempt.ts';
import { endIfCutShort } from './end-left-alone.ts';
import { treeGoal } from './perform-upload.ts';

/** Steps that look at a host, or at this machine, and change nothing. */
export function performLook(attempt: Attempt, { command, timeoutMs }: LookStep): Promise<Answers['look']> {
  return onLink(attempt, async (hostLink) => {
    const link = { ...hostLink, attemptId: newNonce() };
    const become = await becomeOf(attempt);
    let ran: Ran = 'no';
    const onRunning = () => {
      ran = 'yes';
    };
    try {
      const end = await runPlain(link, {
        body: () => lookText(command),
        timeoutMs: Math.min(timeoutMs, remainingMs(attempt)),
        listener: { onRunning },
        ...become,
      });
      // Here, as whoever tells of it quotes no more than a part.
      const said = { stdout: attempt.run.mask(end.stdout), stderr: attempt.run.mask(end.stderr) };
      return { ...end, ...said, ...(attempt.stage.isSecret && { isSecret: true }) };
    } catch (error) {
      await endIfCutShort(error, link, become.become);
      throw error instanceof TaskFailure ? lookFailure(error, ran) : error;
    }
  });
}

/** Whether it was begun tells a look that takes too long from a host that does not answer. */
function lookFailure({ reason, message, details }: TaskFailure, ran: Ran): TaskFailure {
  return new TaskFailure(reason, message, { ...details, ran });
}

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
