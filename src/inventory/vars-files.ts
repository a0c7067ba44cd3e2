import { join } from 'node:path/posix';
import { didYouMean } from '../document/nearest.ts';
import { isError, type Problem } from '../document/problem.ts';
import { validateDocument } from '../document/validate.ts';
import { parseYaml } from '../document/yaml.ts';
import { findVarsFiles } from './find-vars-files.ts';
import type { Vars } from './host.ts';
import type { InventoryIo } from './io.ts';
import type { Layer } from './layer.ts';
import { readText } from './read-text.ts';
import { varsFileSchema } from './schema.ts';
import { vaultProblem } from './sources/ansible/vault.ts';

/** The vars of one file in `group_vars/` or `host_vars/`, and the group or host that they belong to. */
export interface VarsFile {
  readonly kind: 'group' | 'host';
  readonly name: string;
  readonly layer: Layer;
}

export interface VarsFiles {
  readonly files: readonly VarsFile[];
  readonly problems: readonly Problem[];
  readonly texts: ReadonlyMap<string, string>;
}

/** The names of all groups and hosts that vars can belong to. */
export type Owners = Readonly<Record<VarsFile['kind'], ReadonlySet<string>>>;

/** Where the files lie; `shown` is the directory as it is written in places. */
export interface VarsDirectory {
  readonly directory: string;
  readonly shown: string;
}

/** Reads all vars files beside an inventory, and tells those that nothing uses. */
export function readVarsFiles(
  { directory, shown }: VarsDirectory,
  owners: Owners,
  io: InventoryIo,
): VarsFiles {
  const files: VarsFile[] = [];
  const problems: Problem[] = [];
  const strays: Problem[] = [];
  const texts = new Map<string, string>();
  for (const { kind, name, path, ending } of findVarsFiles(directory, io)) {
    const file = join(shown, path);
    const isOwned = owners[kind].has(name);
    if (!isOwned) strays.push(ownerless(kind, name, { file, owners }));
    else if (ending === 'other') strays.push(otherEnding(file));
    if (ending !== 'of-vars' && (!isOwned || ending === 'other')) continue; // It may be anything.
    const read = readVarsFile(join(directory, path), file, { kind, name, io });
    problems.push(...read.problems);
    if (read.text !== undefined) texts.set(file, read.text);
    if (read.layer && isOwned) files.push({ kind, name, layer: read.layer });
  }
  return { files, problems: [...problems, ...strays], texts };
}

function ownerless(
  kind: VarsFile['kind'],
  name: string,
  { file, owners }: { readonly file: string; readonly owners: Owners },
): Problem {
  return stray(
    `There is no ${kind} ${name}, so nothing uses this file.`,
    didYouMean(name, owners[kind]) ?? `Name it for a ${kind} of the inventory, or remove it.`,
    file,
  );
}

function otherEnding(file: string): Problem {
  return stray(
    'Nothing uses this file: vars stand in .yml, .yaml, .json, or in files without an ending.',
    'Rename it, or put it elsewhere.',
    file,
  );
}

function stray(message: string, advice: string, file: string): Problem {
  const place = { file, line: 1, column: 1 };
  return { code: 'stray-vars-file', severity: 'warning', message, advice, place };
}

interface Owner {
  readonly kind: 'group' | 'host';
  readonly name: string;
  readonly io: InventoryIo;
}

function readVarsFile(
  path: string,
  file: string,
  { kind, name, io }: Owner,
): { layer?: Layer; text?: string; problems: Problem[] } {
  const { text, problems } = readText(path, file, io);
  if (text === undefined) return { problems };
  if (!io.isSecret?.(path)) return readVars(text, file, { kind, name });
  // Nothing of it is shown, its lines neither.
  const { layer, problems: found } = readVars(text, file, { kind, name });
  return { problems: found, ...(layer && { layer: { ...layer, secretTexts: textsOf(layer.vars) } }) };
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

function readVars(
  text: string,
  file: string,
  { kind, name }: Omit<Owner, 'io'>,
): { layer?: Layer; text: string; problems: Problem[] } {
  const vaulted = vaultProblem(text, file);
  if (vaulted !== undefined) return { text, problems: [vaulted] };
  const { document, problems: yamlProblems } = parseYaml(text, file);
  // An empty file sets nothing, which is no mistake here.
  if (!document) return { text, problems: yamlProblems.filter(({ code }) => code !== 'yaml-empty') };
  const found = [...yamlProblems, ...validateDocument(document, varsFileSchema)];
  const isMap =
    typeof document.value === 'object' && document.value !== null && !Array.isArray(document.value);
  if (!isMap && found.some(isError)) return { text, problems: found };
  const layer: Layer = {
    layer: kind,
    name,
    settings: {},
    vars: document.value as Vars, // The schema wants a map, and a YAML document holds only what JSON can say.
    place: (_kind, key) => document.place([key], 'key'),
  };
  return { text, layer, problems: found };
}
