import { resolve } from 'node:path';
import type { Problem } from '../../document/problem.ts';
import { isError } from '../../document/problem.ts';
import { isVarName } from '../../document/var-name.ts';
import { parseYaml } from '../../document/yaml.ts';
import type { Vars } from '../../inventory/host.ts';
import { readText } from '../../inventory/read-text.ts';
import type { World } from '../world.ts';
import { inventoryIo } from './inventory-io.ts';

export interface ExtraVars {
  readonly vars: Vars;
  /** The names of those that stand on the command line itself. */
  readonly typed: readonly string[];
  readonly problems: readonly Problem[];
  /** By the name that their places have. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * `-e NAME=VALUE` (a string, always: `1.10` stays `1.10`), `-e '{"a": 1}'` and `-e @file` of YAML or JSON; later ones
 * win.
 */
export function readExtraVars(world: World, texts: readonly string[] = []): ExtraVars {
  const read = texts.map((text) => readOne(world, text));
  return {
    vars: Object.assign({}, ...read.map(({ vars }) => vars)),
    typed: [...new Set(read.flatMap(({ typed }) => typed))],
    problems: read.flatMap(({ problems }) => problems),
    texts: new Map(read.flatMap((one) => [...one.texts])),
  };
}

const nothing: ExtraVars = { vars: {}, typed: [], problems: [], texts: new Map() };

function readOne(world: World, text: string): ExtraVars {
  if (text.startsWith('@')) return readFile(world, text.slice(1));
  if (/^\s*\{/.test(text)) {
    const map = readMap(text, '-e');
    return { ...map, typed: Object.keys(map.vars) };
  }
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (!isVarName(name)) return wrong(notAPair(text));
  return { ...nothing, vars: { [name]: value }, typed: [name], problems: severalPairs(name, value) };
}

/** `-e 'release=1.4.0 env=prod'`: Ansible takes that apart. */
function severalPairs(name: string, value: string): Problem[] {
  if (!/\s[A-Za-z_][\w-]*=/.test(value)) return [];
  const message = `-e ${name}: all that stands behind the first = is its value, and there is another NAME= in it.`;
  const advice = 'Give each variable an -e of its own: -e release=1.4.0 -e env=prod.';
  return [{ code: 'extra-vars', severity: 'warning', message, advice }];
}

const form = 'It takes NAME=VALUE, a map such as {"port": 80}, or @file.';

/** Quotes only what cannot be a value. */
function notAPair(text: string): Problem {
  const code = 'extra-vars';
  const [name = ''] = text.split('=');
  if (text.includes('=')) {
    const shown = name === '' ? 'nothing' : name;
    const message = `-e: ${shown} cannot be the name of a variable: letters, digits, _ and -, not a digit first.`;
    return { code, message, advice: form };
  }
  if (/\.(ya?ml|json)$/.test(text)) {
    return { code, message: `-e ${text} has no = in it.`, advice: `For a file of vars write -e @${text}.` };
  }
  return { code, message: '-e: there is no = in what stands after it.', advice: form };
}

function readFile(world: World, file: string): ExtraVars {
  const { text, problems } = readText(resolve(world.cwd, file), file, inventoryIo(world));
  return text === undefined ? { ...nothing, problems } : readMap(text, file);
}

function readMap(text: string, file: string): ExtraVars {
  const { document, problems } = parseYaml(text, file);
  const texts = new Map([[file, text]]);
  if (document === undefined || problems.some(isError)) return { ...nothing, problems, texts };
  const { value } = document;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const message = `${file} has to hold a map of names and values.`;
    const advice = 'Write name: value, one a line.';
    const problem: Problem = { code: 'extra-vars', message, advice, place: document.place([]) };
    return { ...nothing, problems: [problem], texts };
  }
  const vars = Object.entries(value as Vars); // A YAML document holds only what JSON can say.
  const strange = vars.filter(([name]) => !isVarName(name));
  const ofNames = strange.map(([name]): Problem => {
    return { ...wrongName(name), place: document.place([name], 'key') };
  });
  const usable = Object.fromEntries(vars.filter(([name]) => isVarName(name)));
  return { ...nothing, vars: usable, problems: [...problems, ...ofNames], texts };
}

/** A value may have become a part of the name. */
function wrongName(name: string): Problem {
  const message = 'This cannot be the name of a variable: letters, digits, _ and -, not a digit first.';
  const advice = name.includes(':') ? 'Put a space after each colon: {"port": 80} or {port: 80}.' : form;
  return { code: 'extra-vars', message, advice };
}

function wrong(problem: Problem): ExtraVars {
  return { ...nothing, problems: [problem] };
}
