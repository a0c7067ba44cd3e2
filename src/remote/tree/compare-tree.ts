import { TaskFailure } from '../../result/task-failure.ts';
import { statText } from '../../shell/attributes.ts';
import { compareMarks, compareScript, lotsOfFiles, seen } from '../../shell/tree/compare-script.ts';
import { runForBytes } from '../command/run-for-bytes.ts';
import type { PlainEnd } from '../command/run-plain.ts';
import { noSha256, writeFailure } from '../file/write-failure.ts';
import type { BecomeAs, Link } from '../link.ts';
import { removalsOf } from './removals.ts';
import type { SourceTree, TreeDifference, TreeFile, TreeGoal } from './source-tree.ts';

export interface TreeLimits {
  readonly become?: BecomeAs;
  readonly timeoutMs: number;
}

/** A listing of a million names; a host that sends more is not listened to. */
const mostBytes = 256 * 1024 * 1024;
const mostNames = 1_000_000;

/**
 * Looks what a host lacks of the tree, in one round trip and without a change.
 * @throws TransportError, TaskFailure
 */
export async function compareTree(
  link: Link,
  goal: TreeGoal,
  { become, timeoutMs }: TreeLimits,
): Promise<TreeDifference> {
  const { tree, destination, owner, group, isMirror } = goal;
  const end = await runForBytes(link, {
    body: (nonce) =>
      compareScript({
        nonce,
        destination,
        directories: tree.directories.map(({ name }) => name),
        files: tree.files.map(({ name }) => name),
        links: tree.links,
        listsAll: isMirror,
        ...(owner !== undefined && { owner }),
        ...(group !== undefined && { group }),
      }),
    timeoutMs,
    ...(become !== undefined && { become }),
    mostBytes,
    mostRecords: mostNames,
  });
  const where = `${link.host}:${destination}`;
  if (end.words.includes(compareMarks.absent)) return everything(tree);
  if (!end.isWhole) throw new TaskFailure('transfer_failed', tooMany(where));
  if (end.exitCode !== 0) throw failure(where, link.host, end);
  return new Reading(where, goal, end.bytes).difference();
}

function tooMany(where: string): string {
  return `${where} holds more names than can be compared (${mostNames}), or a program there answers oddly; nothing was changed`;
}

function everything({ directories, files, links }: SourceTree): TreeDifference {
  return {
    isNew: true,
    directories,
    files,
    links,
    attributes: [],
    replaced: [],
    removals: [],
    unchangedCount: 0,
  };
}

function failure(where: string, host: string, end: PlainEnd): TaskFailure {
  const has = (word: string) => end.words.includes(word);
  if (has(compareMarks.noSha256)) return noSha256(host);
  if (has(compareMarks.noDirectory)) {
    const message = `the directory above ${where} does not exist: make it first`;
    return new TaskFailure('no_directory', message);
  }
  if (has(compareMarks.notDirectory)) {
    return new TaskFailure('not_a_directory', `${where} is there and is no directory: remove it first`);
  }
  if (has(compareMarks.dangerous)) {
    const message = `${where} is, or leads to, a directory of the system or a home directory, or holds one: with delete everything else in it would be removed; name a directory of its own below it`;
    return new TaskFailure('refused_to_delete', message);
  }
  if (has(compareMarks.link)) {
    const message = `${where} is a symbolic link: with delete what it leads to would be emptied; name that directory itself`;
    return new TaskFailure('refused_to_delete', message);
  }
  return writeFailure(where, end.stderr, 'nothing was changed');
}

/** The answer of the script, read in the order of its questions. */
class Reading {
  readonly #where: string;
  readonly #goal: TreeGoal;
  readonly #bytes: Buffer;
  #at = 0;

  constructor(where: string, goal: TreeGoal, bytes: Buffer) {
    this.#where = where;
    this.#goal = goal;
    this.#bytes = bytes;
  }

  difference(): TreeDifference {
    const { tree, isMirror } = this.#goal;
    const directories = this.#directories();
    const files = this.#files();
    const links = this.#links();
    const listed = isMirror ? this.#bytes.subarray(this.#at) : Buffer.alloc(0);
    return {
      isNew: false,
      directories,
      ...files,
      links: links.missing,
      replaced: [...files.replaced, ...links.replaced],
      removals: isMirror ? removalsOf(tree, listed) : [],
      unchangedCount: files.unchangedCount + tree.links.length - links.missing.length,
    };
  }

  #directories() {
    const { directories } = this.#goal.tree;
    let letters = '';
    while (letters.length < directories.length) letters += this.#letters();
    return directories.filter(({ name }, index) => {
      const letter = letters[index];
      if (letter === seen.directory) return false;
      if (letter === seen.nothing) return true;
      const what = letter === seen.link ? 'a symbolic link' : 'no directory';
      const message = `${this.#where}/${name} is ${what} there, and a directory here: remove it first`;
      throw new TaskFailure('not_a_directory', message);
    });
  }

  #files() {
    const byName = new Map(this.#goal.tree.files.map((file) => [file.name, file]));
    const found = { files: [] as TreeFile[], attributes: [] as TreeFile[], replaced: [] as string[] };
    let unchangedCount = 0;
    for (const { items } of lotsOfFiles([...byName.keys()])) {
      const letters = this.#letters();
      const readable = items.filter((_, index) => letters[index] === seen.file);
      const hashes = new Map(readable.map((name) => [name, this.#line()]));
      const stats = new Map(readable.map((name) => [name, this.#line()]));
      for (const [index, name] of items.entries()) {
        const file = byName.get(name);
        if (file === undefined) continue;
        if (letters[index] === seen.directory) throw this.#isDirectory(name);
        if (hashes.get(name) !== file.sha256) {
          found.files.push(file);
          if (letters[index] !== seen.nothing) found.replaced.push(name);
        } else if (stats.get(name) === this.#wanted(file)) unchangedCount++;
        else found.attributes.push(file);
      }
    }
    return { ...found, unchangedCount };
  }

  #links() {
    const { links } = this.#goal.tree;
    const replaced: string[] = [];
    const missing = links.filter(({ name }) => {
      const letter = this.#letters();
      if (letter === seen.directory) throw this.#isDirectory(name);
      if (letter === seen.file || letter === seen.link) replaced.push(name);
      return letter !== seen.sameLink;
    });
    return { missing, replaced };
  }

  #wanted({ mode }: TreeFile): string {
    const { owner, group } = this.#goal;
    return statText({ mode, ...(owner !== undefined && { owner }), ...(group !== undefined && { group }) });
  }

  #isDirectory(name: string): TaskFailure {
    const message = `${this.#where}/${name} is a directory there, and a file here: remove it first`;
    return new TaskFailure('is_directory', message);
  }

  #letters(): string {
    const line = this.#line();
    if (/^[fulsdo-]+$/.test(line)) return line;
    throw this.#notUnderstood();
  }

  #line(): string {
    const end = this.#bytes.indexOf('\n', this.#at);
    if (end < 0) throw this.#notUnderstood();
    const line = this.#bytes.toString('latin1', this.#at, end);
    this.#at = end + 1;
    return line;
  }

  #notUnderstood(): TaskFailure {
    const message = `what ${this.#where} holds could not be read: something there changed meanwhile, or a program answers oddly`;
    return new TaskFailure('transfer_failed', message);
  }
}
