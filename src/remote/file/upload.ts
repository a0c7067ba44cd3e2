import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TaskFailure } from '../../result/task-failure.ts';
import type { Attributes } from '../../shell/attributes.ts';
import { uploadMarks, uploadScript } from '../../shell/upload-script.ts';
import { type PlainEnd, runPlain } from '../command/run-plain.ts';
import type { BecomeAs, Link } from '../link.ts';
import { counted } from './counted.ts';
import { noSha256, writeFailure } from './write-failure.ts';

/** The bytes that every host of a stage gets, measured once. */
export interface SourceFile {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** Octal digits of the permission bits, such as 755. */
  readonly mode: string;
  /** The content from its beginning. A chunk may be overwritten when the next one is asked for. */
  readonly read: () => AsyncIterable<Buffer>;
  /** Asked after a failure, as it reads the whole file: whether it holds other bytes by now. */
  readonly hasChanged?: () => Promise<boolean>;
}

export interface Upload extends Attributes {
  readonly source: SourceFile;
  /** On the host; relative to the login directory, or with `~/`. With a slash at its end: a directory. */
  readonly destination: string;
  /** A file that is replaced is kept under a name with this stamp. */
  readonly backupStamp?: string;
  readonly become?: BecomeAs;
  readonly timeoutMs: number;
  readonly onProgress?: (sentBytes: number) => void;
}

/** What it took to have the file as asked. */
export type UploadEnd = 'unchanged' | 'mode' | 'installed';

/**
 * Brings the file to the host: the complete, verified new one is there afterwards, or the untouched old one.
 * @throws TransportError when nothing was started, TaskFailure for everything else.
 */
export async function uploadFile(link: Link, upload: Upload): Promise<UploadEnd> {
  const { source, become, destination, mode, owner, group, backupStamp } = upload;
  let sending: Promise<void> | undefined;
  const end = await runPlain(link, {
    body: (nonce) =>
      uploadScript({
        attemptId: link.attemptId,
        nonce,
        destination,
        name: source.name,
        sha256: source.sha256,
        size: source.size,
        mode,
        ...(owner !== undefined && { owner }),
        ...(group !== undefined && { group }),
        ...(backupStamp !== undefined && { backupStamp }),
      }),
    timeoutMs: upload.timeoutMs,
    ...(become !== undefined && { become }),
    listener: {
      onWord: (word, stdin) => {
        if (word === uploadMarks.need) sending ??= send(upload, stdin).catch(() => {});
      },
    },
  });
  await sending;
  return judge(link.host, upload, end);
}

/** A host that stops reading closes the channel; the script's own words tell why. */
async function send({ source, onProgress }: Upload, stdin: Writable): Promise<void> {
  await pipeline(counted(source.read(), onProgress), stdin);
}

function judge(host: string, { source, destination }: Upload, end: PlainEnd): UploadEnd {
  const has = (word: string) => end.words.includes(word);
  if (end.exitCode === 0 && has(uploadMarks.installed)) return 'installed';
  if (end.exitCode === 0 && has(uploadMarks.modeOnly)) return 'mode';
  if (end.exitCode === 0 && has(uploadMarks.unchanged)) return 'unchanged';
  const where = `${host}:${destination}`;
  if (has(uploadMarks.isDirectory)) {
    const advice = `to put the file into it, write "${destination}/" with a slash at the end`;
    throw new TaskFailure('is_directory', `${where} is a directory: ${advice}`);
  }
  if (has(uploadMarks.isNoFile)) {
    throw new TaskFailure('not_a_file', `${where} is a device, a pipe or a socket: it was left as it is`);
  }
  if (has(uploadMarks.noDirectory)) {
    throw new TaskFailure('no_directory', `the directory of ${where} does not exist: make it first`);
  }
  if (has(uploadMarks.noSha256)) throw noSha256(host);
  if (has(uploadMarks.differs)) {
    const message = `what arrived for ${where} is not what ${source.path} holds: what was there is untouched`;
    throw new TaskFailure('checksum_differs', message);
  }
  throw writeFailure(where, end.stderr, 'what was there is untouched');
}
