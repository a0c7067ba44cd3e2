import { createHash } from 'node:crypto';
import { type SourceFile, uploadFile } from '../../remote/file/upload.ts';
import type { BecomeAs, Link } from '../../remote/link.ts';
import { applyTree } from '../../remote/tree/apply-tree.ts';
import { compareTree } from '../../remote/tree/compare-tree.ts';
import { isSame, type TreeGoal } from '../../remote/tree/source-tree.ts';
import { isCut, TaskFailure } from '../../result/task-failure.ts';
import type { Answers } from '../../stages/answers.ts';
import type { Arrival, CompareTreeStep, MadeFile, UploadStep, UploadTreeStep } from '../../stages/step.ts';
import { type Attempt, becomeOf, onLink, remainingMs } from '../attempt/attempt.ts';
import { secondStamp } from '../clock.ts';
import { endLeftAlone } from './end-left-alone.ts';
import { tell } from './perform-shared.ts';
import { sentFile, sentTree } from './sent-source.ts';

export async function performUpload(attempt: Attempt, step: UploadStep): Promise<Answers['upload']> {
  const source =
    typeof step.source === 'string' ? await sentFile(attempt, step.source) : madeFile(step.source);
  return transfer(attempt, (link, become) =>
    uploadFile(link, {
      source,
      destination: step.destination,
      ...arrival(attempt, step),
      mode: plainMode(step.mode ?? source.mode),
      timeoutMs: remainingMs(attempt),
      onProgress: (done) => sending(attempt, done, source.size),
      ...become,
    }).catch(async (error: unknown) => {
      const isOther = error instanceof TaskFailure && error.reason === 'checksum_differs';
      const isChanged = isOther && (await source.hasChanged?.()) === true;
      throw isChanged ? sourceChanged(source.path, attempt.host) : error;
    }),
  );
}

function sourceChanged(path: string, host: string): TaskFailure {
  const message = `${path} has changed since it was measured, so it was not given to ${host}: what was there is untouched; start a new run`;
  return new TaskFailure('source_changed', message, { ran: 'no' });
}

export async function performUploadTree(
  attempt: Attempt,
  step: UploadTreeStep,
): Promise<Answers['upload-tree']> {
  const goal = await treeGoal(attempt, step);
  return transfer(attempt, async (link, become) => {
    const difference = await compareTree(link, goal, { timeoutMs: remainingMs(attempt), ...become });
    const { directories, files, links, attributes, removals, unchangedCount } = difference;
    const total = files.reduce((sum, { size }) => sum + size, 0);
    if (!isSame(difference) || difference.isNew) {
      await applyTree(link, goal, difference, {
        timeoutMs: remainingMs(attempt),
        onProgress: (done) => sending(attempt, Math.min(done, total), total),
        ...become,
      });
    }
    return {
      installed: directories.length + files.length + links.length,
      mended: attributes.length,
      removed: removals.length,
      unchanged: unchangedCount,
    };
  });
}

function madeFile({ name, bytes, mode }: MadeFile): SourceFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const read = async function* () {
    yield bytes;
  };
  return { path: `the text made from ${name}`, name, size: bytes.length, sha256, mode, read };
}

/** What is to be in the directory of the host. */
export async function treeGoal(attempt: Attempt, step: UploadTreeStep | CompareTreeStep): Promise<TreeGoal> {
  const measured = await sentTree(attempt, step.source);
  const { mode } = step;
  const files = measured.files.map((file) => ({ ...file, mode: plainMode(mode ?? file.mode) }));
  return {
    tree: { ...measured, files },
    destination: step.destination,
    isMirror: step.isMirror,
    ...arrival(attempt, step),
  };
}

function arrival({ run }: Attempt, { owner, group, keepsOld = false }: Arrival) {
  return {
    ...(owner !== undefined && { owner }),
    ...(group !== undefined && { group }),
    ...(keepsOld && { backupStamp: secondStamp(run.clock.wallClock()) }),
  };
}

/** As `stat -c %a` prints it. */
function plainMode(mode: string): string {
  return mode.replace(/^0+(?=\d)/, '');
}

function sending(attempt: Attempt, done: number, total: number): void {
  tell(attempt, { kind: 'progress', doing: 'sending', done, total, unit: 'bytes' });
}

async function transfer<Answer>(
  attempt: Attempt,
  work: (link: Link, become: { readonly become?: BecomeAs }) => Promise<Answer>,
): Promise<Answer> {
  tell(attempt, { kind: 'progress', doing: 'connecting' });
  return onLink(attempt, async (link) => {
    const become = await becomeOf(attempt);
    try {
      return await work(link, become);
    } catch (error) {
      await endLeftAlone(error, { attempt, link, ...become });
      throw asTransferFailure(error, attempt.host);
    }
  });
}

/** A transfer whose end nobody saw has done no harm: the old file or the complete new one is there. */
function asTransferFailure(error: unknown, host: string): unknown {
  if (!isCut(error)) return error;
  const message = `the transfer to ${host} was cut: the old file or the complete new one is there (${error.message})`;
  return new TaskFailure('transfer_cut', message, { ran: 'unknown' }, { cause: error });
}
