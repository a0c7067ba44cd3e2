import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchedPrefix, temporaryName } from '../../source/temporary-name.ts';

/** No fetch takes so long: what is older is of one that was killed, and never of another run that is at work. */
const oldMs = 24 * 60 * 60 * 1000;

/** What fetches that were killed have left behind in the directories into which a run fetches. */
export class LeftBehind {
  readonly #removals = new Map<string, Promise<void>>();

  /** Looks into each directory once. Never rejects: it is no reason not to fetch. */
  removeFrom(directory: string): Promise<void> {
    const known = this.#removals.get(directory);
    if (known !== undefined) return known;
    const removal = removeOld(directory).catch(() => {});
    this.#removals.set(directory, removal);
    return removal;
  }
}

async function removeOld(directory: string): Promise<void> {
  const names = await readdir(directory);
  for (const name of names.filter((each) => each.startsWith(fetchedPrefix) && temporaryName.test(each))) {
    const path = join(directory, name);
    const stats = await lstat(path);
    if (stats.isFile() && Date.now() - stats.mtimeMs > oldMs) await rm(path, { force: true });
  }
}
