import { accessSync, constants, lstatSync, readdirSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { octalMode } from './octal-mode.ts';
import { readSourcePath, segmentPattern } from './source-path.ts';
import { temporaryName } from './temporary-name.ts';

/** What a directory or a pattern of the controller means, without the content of the files. Names are relative. */
export interface ListedTree {
  /** The directory from which the names count. */
  readonly root: string;
  /** Of that directory; octal digits. */
  readonly mode: string;
  /** Those above come before those below. */
  readonly directories: readonly { readonly name: string; readonly mode: string }[];
  readonly files: readonly { readonly name: string; readonly size: number; readonly mode: string }[];
  readonly links: readonly { readonly name: string; readonly target: string }[];
  /** What cannot be sent, each with why. */
  readonly refused: readonly { readonly name: string; readonly why: string }[];
}

/** `path` is an absolute directory or pattern; temporary files of ours are left out. Undefined when its directory cannot be read. */
export function listTree(path: string): ListedTree | undefined {
  const source = readSourcePath(path);
  const root = source.kind === 'pattern' ? source.base : path;
  const listing = new Listing(root);
  try {
    if (source.kind === 'pattern') listing.match('', source.segments);
    else listing.addAll('');
    return listing.tree();
  } catch {
    return undefined;
  }
}

const notAllowed = 'you may not read it';

class Listing {
  readonly #root: string;
  readonly #directories = new Map<string, { name: string; mode: string }>();
  readonly #files = new Map<string, { name: string; size: number; mode: string }>();
  readonly #links = new Map<string, string>();
  readonly #refused: { name: string; why: string }[] = [];

  constructor(root: string) {
    this.#root = root;
  }

  tree(): ListedTree {
    return {
      root: this.#root,
      mode: octalMode(statSync(this.#root).mode),
      directories: sorted(this.#directories.values()),
      files: sorted(this.#files.values()),
      links: sorted([...this.#links].map(([name, target]) => ({ name, target }))),
      refused: this.#refused,
    };
  }

  /** Everything below a directory. */
  addAll(directory: string): void {
    for (const name of this.#namesIn(directory)) {
      const stats = this.#add(name);
      if (stats?.isDirectory()) this.addAll(name);
    }
  }

  /** The files and links that the rest of a pattern means, and the directories above them. */
  match(directory: string, segments: readonly string[]): void {
    const [segment = '', ...rest] = segments;
    if (segment === '**') {
      if (rest.length > 0) this.match(directory, rest);
      for (const name of this.#namesIn(directory)) {
        const isHidden = posix.basename(name).startsWith('.');
        if (isHidden) continue;
        if (this.#isDirectory(name)) this.match(name, segments);
        else if (rest.length === 0) this.#addWithParents(name);
      }
      return;
    }
    const pattern = segmentPattern(segment);
    for (const name of this.#namesIn(directory)) {
      if (!pattern.test(posix.basename(name))) continue;
      if (rest.length > 0 && this.#isDirectory(name)) this.match(name, rest);
      else if (rest.length === 0 && !this.#isDirectory(name)) this.#addWithParents(name);
    }
  }

  #namesIn(directory: string): string[] {
    if (directory !== '' && !this.#mayRead(directory, constants.R_OK | constants.X_OK)) {
      this.#refuse(directory, notAllowed);
      return [];
    }
    const all = readdirSync(join(this.#root, directory)).sort();
    const names = all.filter((name) => !temporaryName.test(name));
    return names.map((name) => (directory === '' ? name : `${directory}/${name}`));
  }

  #isDirectory(name: string): boolean {
    return lstatSync(join(this.#root, name)).isDirectory();
  }

  #addWithParents(name: string): void {
    const parts = name.split('/');
    for (let end = 1; end <= parts.length; end++) this.#add(parts.slice(0, end).join('/'));
  }

  #add(name: string): Stats | undefined {
    if (name.includes('\u{fffd}')) return this.#refuse(name, 'its name is not UTF-8');
    const stats = lstatSync(join(this.#root, name));
    if (stats.isFile() && !this.#mayRead(name, constants.R_OK)) return this.#refuse(name, notAllowed);
    if (stats.isDirectory()) this.#directories.set(name, { name, mode: octalMode(stats.mode) });
    else if (stats.isFile()) this.#files.set(name, { name, size: stats.size, mode: octalMode(stats.mode) });
    else if (stats.isSymbolicLink()) this.#addLink(name);
    else this.#refuse(name, 'it is neither a file nor a directory');
    return stats;
  }

  #mayRead(name: string, mode: number): boolean {
    try {
      accessSync(join(this.#root, name), mode);
      return true;
    } catch {
      return false;
    }
  }

  #addLink(name: string): void {
    const target = readlinkSync(join(this.#root, name));
    const end = posix.normalize(posix.join(posix.dirname(name), target));
    const leadsOut = posix.isAbsolute(target) || end === '..' || end.startsWith('../');
    if (leadsOut) this.#refuse(name, 'it is a symbolic link that leads out of the directory');
    else this.#links.set(name, target);
  }

  #refuse(name: string, why: string): undefined {
    if (!this.#refused.some((known) => known.name === name)) this.#refused.push({ name, why });
  }
}

/** `a` comes before `a/b`, and all machines agree on the order. */
function sorted<Item extends { readonly name: string }>(items: Iterable<Item>): Item[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
}
