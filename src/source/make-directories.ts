import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../result/why.ts';

/**
 * As `mkdir -p`. Node's own `recursive` tries for ever where the system says ENOENT although the directory above is
 * there, as below /proc (seen with Node 24; libuv's thread cannot be stopped then).
 * @throws the system's error
 */
export async function makeDirectories(path: string, mode: number): Promise<void> {
  try {
    await makeOne(path, mode);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    const above = dirname(path);
    // Where it is there, somebody else has made it meanwhile, or the system makes nothing in it: the second try tells.
    if (!(await isDirectory(above))) await makeDirectories(above, mode);
    await makeOne(path, mode);
  }
}

/** One that is there already, or that somebody else makes at the same time, will do. */
async function makeOne(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST' || !(await isDirectory(path))) throw error;
  }
}

function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
