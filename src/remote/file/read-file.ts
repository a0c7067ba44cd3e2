import { TaskFailure } from '../../result/task-failure.ts';
import { readFileMarks, readFileScript } from '../../shell/read-file-script.ts';
import { runForBytes } from '../command/run-for-bytes.ts';
import type { BecomeAs, Link } from '../link.ts';
import { noSha256, writeFailure } from './write-failure.ts';

/** A file of a host as it is now. */
export type RemoteFile =
  | { readonly kind: 'absent' | 'directory' | 'other' }
  | {
      readonly kind: 'file';
      readonly size: number;
      readonly sha256: string;
      /** Absent when the file is larger than was asked for. */
      readonly bytes?: Buffer;
      /** Octal digits. */
      readonly mode: string;
      /** The name and the number. */
      readonly owner: readonly [string, string];
      readonly group: readonly [string, string];
    };

export interface FileToRead {
  /** With a slash at its end it is a directory that holds `name`. */
  readonly destination: string;
  readonly name: string;
  readonly mostBytes: number;
  readonly become?: BecomeAs;
  readonly timeoutMs: number;
}

/** Looks at a file and changes nothing. @throws TransportError, TaskFailure */
export async function readRemoteFile(link: Link, read: FileToRead): Promise<RemoteFile> {
  const { become, timeoutMs, mostBytes } = read;
  const end = await runForBytes(link, {
    body: (nonce) => readFileScript({ ...read, nonce }),
    timeoutMs,
    ...(become !== undefined && { become }),
    mostBytes: mostBytes + longestFacts,
  });
  const has = (word: string) => end.words.includes(word);
  const where = `${link.host}:${read.destination}`;
  if (has(readFileMarks.noSha256)) throw noSha256(link.host);
  if (end.exitCode !== 0) throw writeFailure(where, end.stderr, 'it was only to be read');
  if (has(readFileMarks.absent)) return { kind: 'absent' };
  if (has(readFileMarks.directory)) return { kind: 'directory' };
  if (has(readFileMarks.other)) return { kind: 'other' };
  return parsed(where, end.bytes, mostBytes);
}

const longestFacts = 1000;

function parsed(where: string, answer: Buffer, mostBytes: number): RemoteFile {
  const firstEnd = answer.indexOf('\n');
  const secondEnd = answer.indexOf('\n', firstEnd + 1);
  const [size, mode = '', user = '', group = '', uid = '', gid = ''] = answer
    .toString('utf8', 0, Math.max(0, firstEnd))
    .split(' ');
  const sha256 = answer.toString('latin1', firstEnd + 1, Math.max(0, secondEnd));
  if (!/^\d+$/.test(size ?? '') || !/^[0-9a-f]{64}$/.test(sha256)) {
    throw new TaskFailure(
      'transfer_failed',
      `what is at ${where} could not be read: a program there answers oddly`,
    );
  }
  const isWhole = Number(size) <= mostBytes;
  return {
    kind: 'file',
    size: Number(size),
    sha256,
    mode,
    owner: [user, uid],
    group: [group, gid],
    ...(isWhole && { bytes: answer.subarray(secondEnd + 1) }),
  };
}
