import { statfs } from 'node:fs/promises';

const mostKept = 512 * 1024 * 1024;
const shareKept = 0.05;
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
    const kept = Math.min(mostKept, blocks * bsize * shareKept);
    if (bavail * bsize < kept) {
      const mb = Math.round(kept / 1e6);
      throw new Error(
        `less than ${mb} MB are left on the disk of ${this.#directory}, which the run keeps for its journal`,
      );
    }
  }
}
