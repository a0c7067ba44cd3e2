import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TaskFailure } from '../../result/task-failure.ts';
import { applyMarks, applyScript, stagedName } from '../../shell/tree/apply-script.ts';
import type { Link } from '../link.ts';
import { type PlainEnd, runPlain } from '../run-plain.ts';
import { noSha256, writeFailure } from '../write-failure.ts';
import type { TreeLimits } from './compare-tree.ts';
import type { TreeDifference, TreeGoal } from './source-tree.ts';
import { type TarEntry, TarSizeError, tarStream } from './tar.ts';

export interface TreeProgress {
  readonly onProgress?: (sentBytes: number) => void;
}

/**
 * Does what the difference asks for, in one channel. Each file is the complete new one or the untouched old one afterwards.
 * @throws TransportError, TaskFailure
 */
export async function applyTree(
  link: Link,
  goal: TreeGoal,
  difference: TreeDifference,
  { become, timeoutMs, onProgress }: TreeLimits & TreeProgress,
): Promise<void> {
  let sending: Promise<unknown> | undefined;
  const end = await runPlain(link, {
    body: (nonce) => scriptOf(link, goal, difference, nonce),
    timeoutMs,
    ...(become !== undefined && { become }),
    listener: {
      onWord: (word, stdin) => {
        if (word !== applyMarks.need) return;
        sending = send(entriesOf(link, difference), stdin, onProgress).catch((error: unknown) => error);
      },
    },
  });
  judge(link.host, goal, end, await sending);
}

function scriptOf(link: Link, goal: TreeGoal, difference: TreeDifference, nonce: string): string {
  const { destination, owner, group, backupStamp } = goal;
  const { directories, files, links, attributes, replaced, removals } = difference;
  return applyScript({
    nonce,
    attemptId: link.attemptId,
    destination,
    directories,
    files,
    links,
    attributes,
    kept: replaced,
    removals,
    ...(owner !== undefined && { owner }),
    ...(group !== undefined && { group }),
    ...(backupStamp !== undefined && { backupStamp }),
  });
}

function* entriesOf({ attemptId }: Link, { files, links }: TreeDifference): Generator<TarEntry> {
  for (const { name, ...file } of files) yield { kind: 'file', name: stagedName(name, attemptId), ...file };
  for (const { name, target } of links) yield { kind: 'link', name: stagedName(name, attemptId), target };
}

async function send(
  entries: Iterable<TarEntry>,
  stdin: Writable,
  onProgress: TreeProgress['onProgress'],
): Promise<void> {
  let sentBytes = 0;
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      yield chunk;
      sentBytes += chunk.length;
      onProgress?.(sentBytes);
    }
  };
  await pipeline(tarStream(entries), counted, stdin);
}

function judge(host: string, { tree, destination }: TreeGoal, end: PlainEnd, sent: unknown): void {
  const has = (word: string) => end.words.includes(word);
  if (end.exitCode === 0 && has(applyMarks.installed)) return;
  if (sent instanceof TarSizeError) {
    const message = `${tree.path}: ${sent.message}, while it was sent; the old files were kept`;
    throw new TaskFailure('source_changed', message);
  }
  if (has(applyMarks.noSha256)) throw noSha256(host);
  if (has(applyMarks.noTar)) {
    throw new TaskFailure('transfer_failed', `${host} has no tar, which a directory needs: install it there`);
  }
  if (has(applyMarks.differs)) {
    const message = `what arrived for ${host}:${destination} is not what ${tree.path} holds: the old files were kept`;
    throw new TaskFailure('checksum_differs', message);
  }
  const state = 'each file there is the complete new one or the old one';
  throw writeFailure(`${host}:${destination}`, end.stderr, state);
}
