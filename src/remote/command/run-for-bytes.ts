import type { Link } from '../link.ts';
import { type PlainEnd, type PlainRun, runPlain } from './run-plain.ts';

/** A script whose answer on stdout is more than the text that `runPlain` keeps of it, or no text. */
export interface BytesRun extends Omit<PlainRun, 'listener'> {
  /** A host that sends more is not listened to. */
  readonly mostBytes: number;
}

/** How the script ended, and its answer. */
export interface BytesEnd extends PlainEnd {
  /** The beginning of it, where it is longer than it may be. */
  readonly bytes: Buffer;
  readonly isWhole: boolean;
}

/** @throws TransportError, TaskFailure as `runPlain` does */
export async function runForBytes(link: Link, { mostBytes, ...run }: BytesRun): Promise<BytesEnd> {
  const chunks: Buffer[] = [];
  let heard = 0;
  const end = await runPlain(link, {
    ...run,
    listener: {
      onOutput: (stream, chunk) => {
        if (stream !== 'stdout') return;
        heard += chunk.length;
        if (heard <= mostBytes) chunks.push(Buffer.from(chunk));
      },
    },
  });
  return { ...end, bytes: Buffer.concat(chunks), isWhole: heard <= mostBytes };
}
