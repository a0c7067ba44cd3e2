import { dirname, isAbsolute, join } from 'node:path/posix';
import { isError, type Place, type Problem } from '../document/problem.ts';
import type { Inventory } from './inventory.ts';
import type { InventoryIo } from './io.ts';
import { checkInventory } from './merge/check.ts';
import type { Layer, PartialSettings } from './merge/layer.ts';
import { mergeSources } from './merge/merge.ts';
import { readText } from './read-text.ts';
import { pathMaker } from './settings.ts';
import { readLineInventory } from './sources/lines.ts';
import { type HostFields, usualFields } from './sources/list.ts';
import { readDynamicSource, readSource } from './sources/read-source.ts';
import type { SourceInventory } from './sources/source.ts';
import { type Owners, readVarsFiles, type VarsDirectory, type VarsFile } from './vars/vars-files.ts';

export interface LoadOptions {
  /** Takes plain passwords from files that other users can read. */
  readonly allowReadablePasswords?: boolean;
  /** Which fields of a JSON list mean what, where they are not the usual ones. */
  readonly fields?: Partial<HostFields>;
  /** `ip:user:password` texts from the command line, after the files. */
  readonly hostLines?: readonly string[];
  /** What dynamic inventories of Ansible printed, after the files. */
  readonly dynamic?: readonly DynamicInventory[];
  /** How to log in where no inventory says it; paths are absolute. */
  readonly login?: PartialSettings;
}

export interface DynamicInventory {
  /** That of its places. */
  readonly name: string;
  readonly text: string;
  /** The file of the program, where vars files lie beside it. */
  readonly program?: string;
}

export interface LoadedInventories {
  /** What could be understood, also beside problems, so that further checks can go on; undefined when nothing was. */
  readonly inventory?: Inventory;
  readonly problems: readonly Problem[];
  /** Of all files that were read, by the name that their places have. */
  readonly texts: Map<string, string>;
}

/** Reads and merges inventories in their order, with the vars files beside them, and tells everything that is wrong. */
export function loadInventories(
  paths: readonly string[],
  io: InventoryIo,
  options: LoadOptions = {},
): LoadedInventories {
  const loader = new Loader(io, options);
  for (const path of paths) loader.addFile(path);
  for (const each of options.dynamic ?? []) loader.addDynamic(each);
  if (options.hostLines !== undefined) loader.addLines(options.hostLines);
  return loader.finish(paths);
}

/** The file that hosts from the command line stand in, for places. */
const commandLineFile = '-H';

class Loader {
  readonly #io: InventoryIo;
  readonly #options: LoadOptions;
  readonly #sources: SourceInventory[] = [];
  /** Of the files, by their paths. */
  readonly #directories = new Map<string, VarsDirectory>();
  readonly #leftOut = new Set<string>();
  readonly #problems: (readonly Problem[])[] = [];
  readonly #texts = new Map<string, string>();

  constructor(io: InventoryIo, options: LoadOptions) {
    this.#io = io;
    this.#options = options;
  }

  addFile(file: string): void {
    const path = this.#pathOf(file);
    const { text, problems } = readText(path, file, this.#io);
    this.#problems.push(problems);
    if (text === undefined) return;
    this.#texts.set(file, text);
    const absolute = pathMaker(dirname(path), this.#io.home);
    const source = readSource(file, text, { absolute, fields: { ...usualFields, ...this.#options.fields } });
    this.#addSource(source);
    if (source.plainSecret) this.#checkMode(path, source.plainSecret);
    this.#addDirectory(file, source.isOfAnsible === true);
  }

  addDynamic({ name: file, text, program }: DynamicInventory): void {
    this.#texts.set(file, text);
    const absolute = pathMaker(this.#io.cwd, this.#io.home);
    this.#addSource(readDynamicSource({ file, text, absolute }));
    if (program !== undefined) this.#addDirectory(program, true);
  }

  addLines(lines: readonly string[]): void {
    this.#addSource(readLineInventory(lines.join('\n'), commandLineFile));
  }

  finish(paths: readonly string[]): LoadedInventories {
    const varsFiles = this.#readVarsFiles();
    const found = this.#problems.flat();
    if (this.#sources.length === 0) return { problems: found, texts: this.#texts };
    const named = this.#sources.map((source) => withoutHosts(source, this.#leftOut));
    const sources = [...this.#commandLineDefaults(), ...named];
    const { inventory, problems } = mergeSources(paths, sources, varsFiles, this.#io);
    const all = [...found, ...problems, ...checkInventory(inventory)];
    const texts = this.#texts;
    // A group may be empty only because its hosts are among what could not be read.
    if (all.some(isError))
      return { inventory, problems: all.filter(({ code }) => code !== 'empty-group'), texts };
    if (inventory.hosts.size === 0) all.push(noHosts(paths));
    return { inventory, problems: all, texts };
  }

  /** Below all that the files say. */
  #commandLineDefaults(): SourceInventory[] {
    const { login } = this.#options;
    if (login === undefined) return [];
    const place = () => undefined;
    const defaults: Layer = {
      layer: 'defaults',
      name: 'of the command line',
      settings: login,
      vars: {},
      place,
    };
    return [{ defaults, hosts: [], groups: [], problems: [] }];
  }

  /** Vars files lie beside this one. */
  #addDirectory(file: string, isOfAnsible: boolean): void {
    const directory = dirname(this.#pathOf(file));
    const before = this.#directories.get(directory);
    const shown = before?.shown ?? dirname(file);
    this.#directories.set(directory, { directory, shown, isOfAnsible: before?.isOfAnsible || isOfAnsible });
  }

  #pathOf(file: string): string {
    return isAbsolute(file) ? file : join(this.#io.cwd, file);
  }

  #addSource(source: SourceInventory): void {
    this.#sources.push(source);
    this.#problems.push(source.problems);
  }

  /** Whom they can belong to is known when all inventories are read. */
  #readVarsFiles(): VarsFile[] {
    const owners: Owners = {
      group: new Set(['all', ...this.#sources.flatMap(({ groups }) => groups.map(({ name }) => name))]),
      host: new Set(this.#sources.flatMap(({ hosts }) => hosts.map(({ name }) => name))),
    };
    return [...this.#directories.values()].flatMap((directory) => {
      const { files, problems, texts, leftOut, plainSecrets } = readVarsFiles(directory, owners, this.#io);
      this.#problems.push(problems);
      for (const host of leftOut) this.#leftOut.add(host);
      for (const { path, place } of plainSecrets) this.#checkMode(path, place);
      for (const [file, text] of texts) this.#texts.set(file, text);
      return files;
    });
  }

  #checkMode(path: string, place: Place): void {
    const mode = this.#io.mode(path);
    if (mode === undefined || (mode & 0o077) === 0 || this.#options.allowReadablePasswords) return;
    const problem: Problem = {
      code: 'readable-passwords',
      message: `A password stands in ${place.file} in plain text, and other users may read the file (mode ${octal(mode)}).`,
      advice: `Run chmod 600 ${place.file}, or take the password from elsewhere: { env: NAME }, { file: … }, { command: … }.`,
      place,
    };
    this.#problems.push([problem]);
  }
}

function withoutHosts(source: SourceInventory, leftOut: ReadonlySet<string>): SourceInventory {
  if (leftOut.size === 0) return source;
  return {
    ...source,
    hosts: source.hosts.filter(({ name }) => !leftOut.has(name)),
    groups: source.groups.map((group) => ({
      ...group,
      hosts: group.hosts.filter((host) => !leftOut.has(host)),
    })),
  };
}

function octal(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}

function noHosts(paths: readonly string[]): Problem {
  const [file] = paths;
  return {
    code: 'no-hosts',
    message: 'The inventory has no hosts.',
    advice: 'Add some under hosts: or under groups:.',
    ...(file !== undefined && { place: { file, line: 1, column: 1 } }),
  };
}
