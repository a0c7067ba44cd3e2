import { join } from 'node:path/posix';
import { isError, type Problem } from '../document/problem.ts';
import { validateDocument } from '../document/validate.ts';
import { parseYaml } from '../document/yaml.ts';
import type { Vars } from './host.ts';
import type { InventoryIo } from './io.ts';
import type { Layer } from './layer.ts';
import { readText } from './read-text.ts';
import { varsFileSchema } from './schema.ts';

/** The vars of one file in `group_vars/` or `host_vars/`, named for the group or host that they belong to. */
export interface VarsFile {
  readonly kind: 'group' | 'host';
  readonly name: string;
  readonly file: string;
  readonly layer: Layer;
}

export interface VarsFiles {
  readonly files: readonly VarsFile[];
  readonly problems: readonly Problem[];
  readonly texts: ReadonlyMap<string, string>;
}

export const varsFolders = ['group_vars', 'host_vars'] as const;

/** The group or host that a file in such a folder is named for; undefined when it is no vars file. */
export function varsFileName(entry: string): string | undefined {
  return /^([^.].*?)\.(?:ya?ml|json)(?:\.age)?$/.exec(entry)?.[1];
}

/** Reads all vars files beside an inventory. `shown` is the directory as it is written in places. */
export function readVarsFiles(directory: string, shown: string, io: InventoryIo): VarsFiles {
  const files: VarsFile[] = [];
  const problems: Problem[] = [];
  const texts = new Map<string, string>();
  for (const kind of ['group', 'host'] as const) {
    const folder = `${kind}_vars`;
    for (const entry of (io.listDirectory(join(directory, folder)) ?? []).toSorted()) {
      const name = varsFileName(entry);
      if (name === undefined) continue;
      const file = join(shown, folder, entry);
      const read = readVarsFile(join(directory, folder, entry), file, { kind, name, io });
      problems.push(...read.problems);
      if (read.text !== undefined) texts.set(file, read.text);
      if (read.layer) files.push({ kind, name, file, layer: read.layer });
    }
  }
  return { files, problems, texts };
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
