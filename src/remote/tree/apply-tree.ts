import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TaskFailure } from '../../result/task-failure.ts';
import { applyMarks, applyScript } from '../../shell/tree/apply-script.ts';
import { Staging } from '../../shell/tree/staging.ts';
import { type PlainEnd, runPlain } from '../command/run-plain.ts';
import { counted } from '../file/counted.ts';
import { noSha256, writeFailure } from '../file/write-failure.ts';
import type { Link } from '../link.ts';
import type { TreeLimits } from './compare-tree.ts';
import type { TreeDifference, TreeGoal } from './source-tree.ts';
import { type TarEntry, TarSourceError, tarStream } from './tar.ts';

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
  const work = worked(goal, difference);
  const names = [...work.files, ...work.links].map(({ name }) => name);
  const directories = work.directories.map(({ name }) => name);
  const staging = new Staging(link.attemptId, directories, names);
  let sending: Promise<unknown> | undefined;
  const end = await runPlain(link, {
    body: (nonce) => applyScript({ ...ownership(goal), ...work, nonce, attemptId: link.attemptId, staging }),
    timeoutMs,
    ...(become !== undefined && { become }),
    listener: {
      onWord: (word, stdin) => {
        if (word !== applyMarks.need) return;
        sending ??= send(entriesOf(work, staging), stdin, onProgress).catch((error: unknown) => error);
      },
    },
  });
  judge(link.host, goal, end, await sending);
}

interface Work extends Pick<TreeDifference, 'directories' | 'files' | 'links' | 'attributes' | 'removals'> {
  /** An existing directory, below which the names are. */
  readonly destination: string;
  readonly kept: readonly string[];
}

/** A destination that is new itself is one more new directory, below the one above it. */
function worked({ tree, destination }: TreeGoal, difference: TreeDifference): Work {
  const { isNew, directories, files, links, replaced: kept, ...rest } = difference;
  if (!isNew) return { ...rest, destination, directories, files, links, kept };
  const plain = destination.replace(/(?<=.)\/+$/, '');
  const slash = plain.lastIndexOf('/');
  const base = plain.slice(slash + 1);
  const below = <Item extends { readonly name: string }>(item: Item) => ({
    ...item,
    name: `${base}/${item.name}`,
  });
  return {
    ...rest,
    kept,
    destination: slash < 0 ? '.' : plain.slice(0, slash + 1),
    directories: [{ name: base, mode: tree.mode }, ...directories.map(below)],
    files: files.map(below),
    links: links.map(below),
  };
}

function ownership({ owner, group, backupStamp }: TreeGoal) {
  return {
    ...(owner !== undefined && { owner }),
    ...(group !== undefined && { group }),
    ...(backupStamp !== undefined && { backupStamp }),
  };
}

function* entriesOf({ files, links }: Work, staging: Staging): Generator<TarEntry> {
  for (const { name, ...file } of files) yield { kind: 'file', ...file, name: staging.staged(name) };
  for (const { name, target } of links) yield { kind: 'link', name: staging.staged(name), target };
}

async function send(
  entries: Iterable<TarEntry>,
  stdin: Writable,
  onProgress: TreeProgress['onProgress'],
): Promise<void> {
  await pipeline(counted(tarStream(entries), onProgress), stdin);
}

function judge(host: string, { tree, destination }: TreeGoal, end: PlainEnd, sent: unknown): void {
  const has = (word: string) => end.words.includes(word);
  if (end.exitCode === 0 && has(applyMarks.installed)) return;
  if (sent instanceof TarSourceError) {
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
