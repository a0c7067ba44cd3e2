import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { formatProblems } from '../document/format-problems.ts';
import { parseYaml } from '../document/yaml.ts';
import type { Vars } from '../inventory/host.ts';
import { UsageError } from './exit-code.ts';
import type { World } from './world.ts';

/**
 * `-e NAME=VALUE` (a string, always: `1.10` stays `1.10`), `-e '{"a": 1}'` and `-e @file` of YAML or JSON; later ones win.
 * @throws UsageError
 */
export function readExtraVars(world: World, texts: readonly string[] = []): Vars {
  return Object.assign({}, ...texts.map((text) => readOne(world, text)));
}

function readOne(world: World, text: string): Vars {
  if (text.startsWith('@')) return readMap(fileText(world, text.slice(1)), text.slice(1));
  if (text.startsWith('{')) return readMap(text, '-e');
  const pair = /^([A-Za-z_][A-Za-z0-9_-]*)=(.*)$/s.exec(text);
  if (pair === null) {
    throw new UsageError(
      `-e takes NAME=VALUE, a map such as {"port": 80}, or @file; this is none of them: ${text.split('=')[0]}`,
    );
  }
  const [, name = '', value = ''] = pair;
  return { [name]: value };
}

function fileText({ cwd }: World, path: string): string {
  try {
    return readFileSync(resolve(cwd, path), 'utf8');
  } catch (error) {
    throw new UsageError(`-e @${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function readMap(text: string, file: string): Vars {
  const { document, problems } = parseYaml(text, file);
  if (document === undefined || problems.length > 0) {
    throw new UsageError(
      `the vars of -e are not good\n${formatProblems(problems, new Map([[file, text]]), { color: false })}`,
    );
  }
  const { value } = document;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Vars; // What JSON can say.
  throw new UsageError(`-e @${file} has to hold a map of names and values`);
}
