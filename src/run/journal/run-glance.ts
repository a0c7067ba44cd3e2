import { type FileHandle, open } from 'node:fs/promises';
import type { RunEnded, RunEvent, RunStarted } from '../events.ts';
import type { RunDirectory } from './run-directory.ts';
import { journalOf } from './run-record.ts';

/** The first and the last event of a run, without reading all that lies between them. */
export interface RunGlance {
  readonly start: RunStarted;
  readonly end?: RunEnded;
}

/** More than any `run-ended` is long. */
const tailBytes = 16 * 1024;
const chunkBytes = 256 * 1024;

/** Undefined when there is no journal, or it was cut off before its first event. */
export async function glanceAt(directory: RunDirectory): Promise<RunGlance | undefined> {
  const file = await open(journalOf(directory)).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const start = eventOf(await firstLine(file));
    if (start?.type !== 'run-started') return undefined;
    const end = eventOf(await lastLine(file));
    return { start, ...(end?.type === 'run-ended' && { end }) };
  } finally {
    await file.close();
  }
}

/** It names every host, so it may be long. */
async function firstLine(file: FileHandle): Promise<string> {
  const pieces: Buffer[] = [];
  for (let at = 0; ; at += chunkBytes) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(chunkBytes), 0, chunkBytes, at);
    const end = buffer.subarray(0, bytesRead).indexOf(0x0a);
    pieces.push(buffer.subarray(0, end < 0 ? bytesRead : end));
    if (end >= 0 || bytesRead < chunkBytes) return Buffer.concat(pieces).toString('utf8');
  }
}

async function lastLine(file: FileHandle): Promise<string> {
  const { size } = await file.stat();
  const length = Math.min(size, tailBytes);
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.toString('utf8').split('\n').at(-2) ?? '';
}

function eventOf(line: string): RunEvent | undefined {
  try {
    return JSON.parse(line); // Our own journal.
  } catch {
    return undefined;
  }
}
