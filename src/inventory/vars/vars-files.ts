import { join } from 'node:path/posix';
import { isMap } from '../../document/is-map.ts';
import { didYouMean } from '../../document/nearest.ts';
import type { Place, Problem } from '../../document/problem.ts';
import { validateDocument } from '../../document/schema/validate.ts';
import { parseYaml } from '../../document/yaml/yaml.ts';
import type { Value } from '../host/host.ts';
import type { InventoryIo } from '../io.ts';
import type { Layer } from '../merge/layer.ts';
import { readText } from '../read-text.ts';
import { varsFileSchema } from '../schema.ts';
import { pathMaker } from '../settings.ts';
import { AnsibleLayers } from '../sources/ansible/layers.ts';
import type { WrittenVariable } from '../sources/ansible/variables.ts';
import { vaultProblem } from '../sources/ansible/vault.ts';
import { findVarsFiles } from './find-vars-files.ts';
import { PlainLayers } from './plain-layers.ts';

/** The vars of one file in `group_vars/` or `host_vars/`, and the group or host that they belong to. */
export interface VarsFile {
  readonly kind: 'group' | 'host';
  readonly name: string;
  readonly layer: Layer;
  /** It lies beside an inventory of Ansible, which reads what all inventories say of groups before any of these files. */
  readonly isOverGroups?: true;
}

export interface VarsFiles {
  readonly files: readonly VarsFile[];
  readonly problems: readonly Problem[];
  readonly texts: ReadonlyMap<string, string>;
  /** Hosts that one of the files takes out of the inventory. */
  readonly leftOut: ReadonlySet<string>;
  /** Files that hold a password in plain text, and where. */
  readonly plainSecrets: readonly { readonly path: string; readonly place: Place }[];
}

/** The names of all groups and hosts that vars can belong to. */
export type Owners = Readonly<Record<VarsFile['kind'], ReadonlySet<string>>>;

/** Where the files lie; `shown` is the directory as it is written in places. */
export interface VarsDirectory {
  readonly directory: string;
  readonly shown: string;
  /** An inventory of Ansible lies there: variables of that name say how to connect. */
  readonly isOfAnsible: boolean;
}

/** Reads all vars files beside an inventory, and tells those that nothing uses. */
export function readVarsFiles(
  { directory, shown, isOfAnsible }: VarsDirectory,
  owners: Owners,
  io: InventoryIo,
): VarsFiles {
  const files: VarsFile[] = [];
  const problems: Problem[] = [];
  const strays: Problem[] = [];
  const texts = new Map<string, string>();
  const plainSecrets: { path: string; place: Place }[] = [];
  const layers = isOfAnsible ? new AnsibleLayers(pathMaker(directory, io.home)) : new PlainLayers();
  for (const { kind, name, path, ending } of findVarsFiles(directory, io)) {
    const file = join(shown, path);
    const isOwned = owners[kind].has(name);
    if (!isOwned) strays.push(ownerless(kind, name, { file, owners }));
    else if (ending === 'other') strays.push(otherEnding(file));
    if (ending !== 'of-vars' && (!isOwned || ending === 'other')) continue; // It may be anything.
    const read = readVarsFile(join(directory, path), file, io);
    problems.push(...read.problems);
    if (read.text !== undefined) texts.set(file, read.text);
    if (!read.variables || !isOwned) continue;
    const { layer, plainSecret } = layers.make(kind, name, read.variables);
    const { secretTexts } = read;
    files.push({
      kind,
      name,
      layer: secretTexts ? { ...layer, secretTexts } : layer,
      ...(isOfAnsible && { isOverGroups: true }),
    });
    if (plainSecret && !secretTexts) plainSecrets.push({ path: join(directory, path), place: plainSecret });
  }
  const all = [...problems, ...layers.problems(), ...strays];
  return { files, problems: all, texts, leftOut: layers.leftOut, plainSecrets };
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

function readVarsFile(path: string, file: string, io: InventoryIo): VarsOfFile {
  const { text, problems } = readText(path, file, io);
  if (text === undefined) return { problems };
  const read = readVars(text, file);
  if (!io.isSecret?.(path)) return { ...read, text };
  // Nothing of it is shown, its lines neither.
  return {
    ...read,
    ...(read.variables && { secretTexts: textsOf(read.variables.map(({ value }) => value)) }),
  };
}

interface VarsOfFile {
  readonly problems: readonly Problem[];
  readonly variables?: readonly WrittenVariable[];
  readonly text?: string;
  readonly secretTexts?: readonly string[];
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

function readVars(text: string, file: string): VarsOfFile {
  const vaulted = vaultProblem(text, file);
  if (vaulted !== undefined) return { problems: [vaulted] };
  const { document, problems: yamlProblems } = parseYaml(text, file);
  // An empty file sets nothing, which is no mistake here.
  if (!document) return { problems: yamlProblems.filter(({ code }) => code !== 'yaml-empty') };
  const found = [...yamlProblems, ...validateDocument(document, varsFileSchema)];
  if (!isMap(document.value)) return { problems: found };
  const variables = Object.entries(document.value).map(([name, value]) => ({
    name,
    value: value as Value, // A YAML document holds only what JSON can say.
    place: () => document.place([name], 'key'),
  }));
  return { variables, problems: found };
}
