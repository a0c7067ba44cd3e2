import { decodeUtf8 } from '../document/decode-utf8.ts';
import type { Problem } from '../document/problem.ts';
import type { InventoryIo } from './io.ts';

/** The text of a file, or why there is none. `file` is its name for people. */
export function readText(
  path: string,
  file: string,
  io: InventoryIo,
): { text?: string; problems: Problem[] } {
  let bytes: Uint8Array;
  try {
    bytes = io.readFile(path);
  } catch (error) {
    return { problems: [unreadable(file, error)] };
  }
  return decodeUtf8(bytes, file);
}

function unreadable(file: string, error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  const [reason, advice] = reasons[code] ?? [
    `cannot be read (${code})`,
    'Check the path and its permissions.',
  ];
  return { code: 'file-unreadable', message: `${file} ${reason}.`, advice };
}

const reasons: Readonly<Record<string, readonly [reason: string, advice: string]>> = {
  ENOENT: ['does not exist', 'Check the path; relative paths start from the current directory.'],
  EACCES: ['may not be read by you', 'Check its permissions.'],
  EISDIR: ['is a directory', 'Name the files in it, each with -i.'],
  ENOTDIR: ['does not exist: a part of the path is no directory', 'Check the path.'],
};
