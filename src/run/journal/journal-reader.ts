import { createReadStream } from 'node:fs';
import type { RunEvent } from '../../events/events.ts';

/** A line of a journal that is no event of ours. */
export interface BadLine {
  /** From 1. */
  readonly number: number;
  /** For the end of a sentence. */
  readonly why: string;
}

export interface ReadJournal {
  /** Of all lines that can be read, in their order. */
  readonly events: readonly RunEvent[];
  readonly badLines: readonly BadLine[];
  /** Up to the end of the last whole line. What follows was cut off while it was written: it announced nothing yet. */
  readonly wholeBytes: number;
  readonly tornBytes: number;
}

/** Rejects with the system's error when there is none. Never rejects for what stands in it. */
export async function readJournal(path: string): Promise<ReadJournal> {
  const events: RunEvent[] = [];
  const badLines: BadLine[] = [];
  let wholeBytes = 0;
  let number = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    let bytes: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline)) {
      const read = readLine(bytes.toString('utf8', 0, end));
      number += 1;
      if ('event' in read) events.push(read.event);
      else badLines.push({ number, why: read.why });
      wholeBytes += end + 1;
      bytes = bytes.subarray(end + 1);
    }
    rest = bytes;
  }
  return { events, badLines, wholeBytes, tornBytes: rest.length };
}

const newline = 0x0a;

type ReadLine = { readonly event: RunEvent } | { readonly why: string };

function readLine(line: string): ReadLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { why: 'it is no JSON' };
  }
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  if (typeof type !== 'string' || !Object.hasOwn(eventTypes, type))
    return { why: 'it is no event of this version' };
  return { event: value as RunEvent }; // We wrote it: `EventStream.emit` takes nothing else.
}

/** Every kind that goes into a journal. */
const eventTypes = {
  'run-started': true,
  'run-resumed': true,
  'stage-started': true,
  'facts-gathered': true,
  'task-started': true,
  'attempt-started': true,
  'boot-noted': true,
  'source-measured': true,
  'attempt-ended': true,
  'task-ended': true,
  'stage-ended': true,
  'run-ended': true,
} as const satisfies Record<Exclude<RunEvent['type'], 'progress' | 'stage-progress'>, true>;
