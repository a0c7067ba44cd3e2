import { codeOf } from './why.ts';

/** Why the system lets nothing be written there, for the end of a sentence; undefined where it was no error of the system. */
export function whyNotWritten(error: unknown): string | undefined {
  const code = codeOf(error);
  return code !== undefined && /^E[A-Z]+$/.test(code) ? (reasons[code] ?? code) : undefined;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'that file system is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is no directory',
  EEXIST: 'a file of that name is in the way',
  ENOENT: 'its directory does not exist',
  EISDIR: 'a directory of that name is in the way',
};
