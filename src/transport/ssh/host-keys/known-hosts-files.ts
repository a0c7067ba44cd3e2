import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, whyOf } from '../../../result/why.ts';
import { makeDirectories } from '../../../source/make-directories.ts';
import { TransportError } from '../../errors.ts';
import type { KnownLines } from './finding.ts';
import type { HostKey } from './host-key.ts';
import { KnownHosts, knownName } from './known-hosts.ts';

/** Who is looked up. */
export interface HostName {
  readonly address: string;
  readonly port: number;
}

/** The known_hosts files of a run: each is read once and again only when it was changed by others. */
export class KnownHostsFiles {
  readonly #files = new Map<string, KnownHostsFile>();
  /** By name: the last work that was begun there. */
  readonly #turns = new Map<string, Promise<void>>();

  /** Files that do not exist know nobody. @throws TransportError known_hosts_unusable */
  async look(paths: readonly string[], { address, port }: HostName): Promise<KnownLines> {
    const exact = [];
    const portless = [];
    for (const path of paths) {
      const known = await this.#file(path).read();
      const found = (name: string) => known.find(name).map((line) => ({ ...line, path }));
      exact.push(...found(knownName(address, port)));
      if (port !== 22) portless.push(...found(knownName(address, 22)));
    }
    return { exact, portless };
  }

  /** Adds a line to the file's end, whole or not at all, whoever else does. @throws TransportError known_hosts_unusable */
  async remember(path: string, { address, port }: HostName, key: HostKey): Promise<void> {
    await this.#file(path).add(`${knownName(address, port)} ${key.type} ${key.key}\n`);
  }

  /** Of several works about one host each sees what those before it have remembered. */
  async inTurn({ address, port }: HostName, work: () => Promise<void>): Promise<void> {
    const name = knownName(address, port);
    const turn = (this.#turns.get(name) ?? Promise.resolve()).catch(() => {}).then(work);
    this.#turns.set(name, turn);
    try {
      await turn;
    } finally {
      if (this.#turns.get(name) === turn) this.#turns.delete(name);
    }
  }

  #file(path: string): KnownHostsFile {
    const file = this.#files.get(path) ?? new KnownHostsFile(path);
    this.#files.set(path, file);
    return file;
  }
}

interface Content {
  readonly known: KnownHosts;
  readonly state: string;
  readonly size: number;
}

class KnownHostsFile {
  readonly #path: string;
  #content: Content | undefined;
  #reading: Promise<KnownHosts> | undefined;
  #pending: string[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /** Many hosts at once share one look. */
  read(): Promise<KnownHosts> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** Lines that come while one write is under way go into the next one together. */
  add(line: string): Promise<void> {
    this.#pending.push(line);
    this.#writing = this.#writing.catch(() => {}).then(() => this.#flush());
    return this.#writing;
  }

  async #read(): Promise<KnownHosts> {
    await this.#writing.catch(() => {});
    try {
      const before = await stat(this.#path, { bigint: true });
      const state = `${before.ino} ${before.size} ${before.mtimeNs}`;
      if (this.#content?.state !== state) {
        const known = KnownHosts.parse(await readFile(this.#path, 'utf8'));
        this.#content = { known, state, size: Number(before.size) };
      }
      return this.#content.known;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return new KnownHosts();
      throw this.#unusable('be read', error);
    }
  }

  async #flush(): Promise<void> {
    const text = this.#pending.join('');
    if (text === '') return; // Written together with the line before.
    this.#pending = [];
    try {
      await makeDirectories(dirname(this.#path), 0o700);
      // `a` is O_APPEND: the kernel puts each write at the end, also when another process writes too.
      await using file = await open(this.#path, 'a+', 0o600);
      const missing = (await endsOpen(file)) ? '\n' : '';
      await file.appendFile(missing + text);
      await this.#keep(file, missing + text);
    } catch (error) {
      throw this.#unusable('be written', error);
    }
  }

  /** Reading all of it again after each new host would cost a fleet the square of its size. */
  async #keep(file: FileHandle, written: string): Promise<void> {
    const { ino, size, mtimeNs } = await file.stat({ bigint: true });
    const before = this.#content;
    if (before === undefined || before.size + Buffer.byteLength(written) !== Number(size)) {
      this.#content = undefined;
      return;
    }
    before.known.append(written.replace(/^\n/, ''));
    this.#content = { known: before.known, state: `${ino} ${size} ${mtimeNs}`, size: Number(size) };
  }

  #unusable(deed: 'be read' | 'be written', error: unknown): TransportError {
    const why = whyOf(error);
    const advice = 'mend its rights or name another file as known-hosts';
    const message = `the known_hosts file ${this.#path} cannot ${deed} (${why}), so no host key can be judged: ${advice}`;
    return new TransportError('known_hosts_unusable', message, { cause: error });
  }
}

/**
 * Its last line was not ended: ours would be glued to it. It looks so, too, while another run's write is half done; the
 * empty line that comes of it is one that sshd(8) allows.
 */
async function endsOpen(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}
