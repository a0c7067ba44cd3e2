import { type FileHandle, open } from 'node:fs/promises';
import type { RunEnded, RunEvent, RunStarted } from '../../events/events.ts';
import { journalOf, type RunDirectory } from './run-directory.ts';

/** The first and the last event of a run, without reading all that lies between them. */
export interface RunGlance {
  readonly start: RunStarted;
  readonly end?: RunEnded;
}

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

/** It may name every host too. What stands behind the last newline was cut off. */
async function lastLine(file: FileHandle): Promise<string> {
  const { size } = await file.stat();
  for (let length = chunkBytes; ; length *= 2) {
    const start = Math.max(0, size - length);
    const { buffer } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    const end = buffer.lastIndexOf(0x0a);
    const before = end <= 0 ? -1 : buffer.lastIndexOf(0x0a, end - 1);
    if (before >= 0 || start === 0) return buffer.subarray(before + 1, Math.max(end, 0)).toString('utf8');
  }
}

function eventOf(line: string): RunEvent | undefined {
  try {
    return JSON.parse(line); // Our own journal.
  } catch {
    return undefined;
  }
}
