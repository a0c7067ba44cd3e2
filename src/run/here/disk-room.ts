import { statfs } from 'node:fs/promises';

/** In bytes; of a small disk a share of it. */
const mostFree = 512 * 1024 * 1024;
const shareFree = 0.05;
/** Bytes of one file between two looks at the disk. */
const betweenLooks = 1024 * 1024;

/**
 * Watches the room on a disk of this machine while one host fills a file there: what is left at last is for the journal, without
 * which the run ends for all hosts. Short files are none of its business.
 */
export class DiskRoom {
  readonly #directory: string;
  #sinceLook = 0;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** To be asked before so many bytes are written. @throws Error that says how much is left. */
  async take(bytes: number): Promise<void> {
    this.#sinceLook += bytes;
    if (this.#sinceLook < betweenLooks) return;
    this.#sinceLook = 0;
    const { bsize, blocks, bavail } = await statfs(this.#directory);
    const free = Math.min(mostFree, blocks * bsize * shareFree);
    if (bavail * bsize >= free) return;
    const mb = Math.round(free / 1e6);
    throw new Error(
      `less than ${mb} MB are left on the disk of ${this.#directory}, and a run leaves those free`,
    );
  }
}
