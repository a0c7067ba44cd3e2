import type { Link } from '../link.ts';
import { type PlainEnd, type PlainRun, runPlain } from './run-plain.ts';

/** A script whose answer on stdout is more than the text that `runPlain` keeps of it, or no text. */
export interface BytesRun extends Omit<PlainRun, 'listener'> {
  /** A host that sends more is not listened to. */
  readonly mostBytes: number;
  /** Where each record of the answer ends with NUL: of short ones, far fewer bytes than that fill the memory here. */
  readonly mostRecords?: number;
}

/** How the script ended, and its answer. */
export interface BytesEnd extends PlainEnd {
  /** The beginning of it, where it is longer than it may be. */
  readonly bytes: Buffer;
  readonly isWhole: boolean;
}

/** @throws TransportError, TaskFailure as `runPlain` does */
export async function runForBytes(
  link: Link,
  { mostBytes, mostRecords, ...run }: BytesRun,
): Promise<BytesEnd> {
  const chunks: Buffer[] = [];
  let heard = 0;
  let records = 0;
  const isTooMuch = () => heard > mostBytes || records > (mostRecords ?? Number.POSITIVE_INFINITY);
  const end = await runPlain(link, {
    ...run,
    listener: {
      onOutput: (stream, chunk) => {
        if (stream !== 'stdout') return;
        heard += chunk.length;
        if (mostRecords !== undefined) records += nulsIn(chunk);
        if (!isTooMuch()) chunks.push(Buffer.from(chunk));
      },
    },
  });
  return { ...end, bytes: Buffer.concat(chunks), isWhole: !isTooMuch() };
}

function nulsIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, at + 1)) count++;
  return count;
}
