import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from '../run/lock/is-running.ts';
import { makeDirectories } from '../source/make-directories.ts';

/** What is known of a lab that is up, for those who would end it from elsewhere. */
export interface LabRecord {
  /** Also its id: of two labs at once each has its own. */
  readonly pid: number;
  readonly hosts: number;
  readonly directory: string;
  /** A path. */
  readonly inventory: string;
  /** ISO 8601. */
  readonly since: string;
}

export interface KnownLab extends LabRecord {
  /** Its process is there: else it was killed, and what it has left lies in its directory. */
  readonly isUp: boolean;
}

/** The records of labs in a directory, a file each. A lab ends when its record is removed. */
export class LabRecords {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Complete from the first moment on. */
  async add(record: LabRecord): Promise<void> {
    await makeDirectories(this.#directory, 0o700);
    const temporary = join(this.#directory, `.${record.pid}`);
    await writeFile(temporary, JSON.stringify(record), { mode: 0o600 });
    await rename(temporary, this.#file(record.pid));
  }

  async remove(pid: number): Promise<void> {
    await rm(this.#file(pid), { force: true });
  }

  has(pid: number): boolean {
    return existsSync(this.#file(pid));
  }

  /** The oldest first. */
  async list(): Promise<readonly KnownLab[]> {
    const names = await readdir(this.#directory).catch(() => []);
    const files = names.filter((name) => /^\d+\.json$/.test(name));
    const records = await Promise.all(files.map((name) => this.#read(join(this.#directory, name))));
    return records
      .filter((record) => record !== undefined)
      .map((record) => ({ ...record, isUp: isRunning(record.pid) }))
      .toSorted((one, other) => (one.since < other.since ? -1 : 1));
  }

  #file(pid: number): string {
    return join(this.#directory, `${pid}.json`);
  }

  /** Undefined when it was removed meanwhile. */
  async #read(path: string): Promise<LabRecord | undefined> {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as LabRecord); // Written by `add`, whole.
  }
}
