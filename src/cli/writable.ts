import { codeOf } from '../result/why.ts';
import { UsageError } from './exit-code.ts';

/**
 * Says of a system error what was to be written, and which setting chooses another place.
 * @throws UsageError
 */
export async function writable<Value>(work: Promise<Value>, what: string, setting: string): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw error;
    const why = reasons[code] ?? code;
    throw new UsageError(`${what} cannot be written: ${why}. Choose another place with ${setting}.`);
  }
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
