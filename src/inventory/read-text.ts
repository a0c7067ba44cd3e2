import { basename, dirname, join } from 'node:path/posix';
import { decodeUtf8 } from '../document/decode-utf8.ts';
import { nearest } from '../document/nearest.ts';
import type { Problem } from '../document/problem.ts';
import { codeOf } from '../result/why.ts';
import type { InventoryIo } from './io.ts';

type FileIo = Pick<InventoryIo, 'readFile' | 'listDirectory'>;

/** The text of a file, or why there is none. `file` is its name for people. */
export function readText(path: string, file: string, io: FileIo): { text?: string; problems: Problem[] } {
  const { bytes, problems } = readBytes(path, file, io);
  return bytes === undefined ? { problems } : decodeUtf8(bytes, file);
}

/** The same before anyone asks whether it is text. */
export function readBytes(
  path: string,
  file: string,
  io: FileIo,
): { bytes?: Uint8Array; problems: Problem[] } {
  try {
    return { bytes: io.readFile(path), problems: [] };
  } catch (error) {
    return { problems: [unreadable(path, file, error, io)] };
  }
}

function unreadable(path: string, file: string, error: unknown, io: FileIo): Problem {
  const code = codeOf(error) ?? 'unknown error';
  const [reason, advice] = reasons[code] ?? [
    `cannot be read (${code})`,
    'Check the path and its permissions.',
  ];
  const message = `${holdsPassword(file) ? 'This file' : file} ${reason}.`;
  const better = code === 'ENOENT' ? (otherMeaning(path, file, io) ?? whereItWas(path, file)) : undefined;
  return { code: 'file-unreadable', message, advice: better ?? advice };
}

function otherMeaning(path: string, file: string, io: FileIo): string | undefined {
  const near = nearFile(path, file, io);
  if (near !== undefined) return `Did you mean ${near}?`;
  if (/^[\d.]+(?::|,|$)|^[^:/]+:[^:/]*(?::|$)/.test(file))
    return 'For a host write -H, as in -H 192.168.1.10:pi.';
  if (file.includes(',')) return 'Several files each need an -i of their own; hosts are named by -H.';
  return undefined;
}

/** A file of nearly the same name beside it, or of the same name with another ending. */
function nearFile(path: string, file: string, io: FileIo): string | undefined {
  const names = io.listDirectory(dirname(path)) ?? [];
  const name = basename(path);
  const stem = (text: string) => text.replace(/\.[^.]+$/, '');
  const other = names.find((one) => /\.(ya?ml|json)$/.test(one) && stem(one) === stem(name));
  const near =
    other ??
    nearest(
      name,
      names.filter((one) => !one.startsWith('.')),
    );
  return near === undefined ? undefined : join(dirname(file), near);
}

/** For a relative path, which starts where the user is or where the file lies that names it. */
function whereItWas(path: string, file: string): string | undefined {
  return path === file || holdsPassword(file) ? undefined : `Check the path; it was looked for as ${path}.`;
}

/** A line of hosts that went astray may hold one. */
function holdsPassword(file: string): boolean {
  return /^[^:]*:[^:]*:./.test(file);
}

const reasons: Readonly<Record<string, readonly [reason: string, advice: string]>> = {
  ENOENT: ['does not exist', 'Check the path.'],
  EACCES: [
    'may not be read by you',
    'Check its permissions: ls -l shows them, chmod u+r gives you the right.',
  ],
  EISDIR: ['is a directory', 'Name a file in it.'],
  ENOTDIR: ['does not exist: a part of the path is no directory', 'Check the path.'],
  ENAMETOOLONG: ['has a name that is too long for a file', 'Check the quotes on the command line.'],
};
