import { resolve } from 'node:path';
import type { Problem } from '../../document/problem.ts';
import { isError } from '../../document/problem.ts';
import { isVarName, varNames } from '../../document/var-name.ts';
import { parseYaml } from '../../document/yaml/yaml.ts';
import type { Vars } from '../../inventory/host/host.ts';
import { readText } from '../../inventory/read-text.ts';
import { vaultProblem } from '../../inventory/sources/ansible/vault.ts';
import type { World } from '../world.ts';
import { inventoryIo } from './inventory-io.ts';

/** Where extra vars were written: what is wrong with them is told in the words of that place. */
export type Origin = '-e' | 'AEON_EXTRA_VARS' | 'extra-vars';

export interface ExtraVars extends ReadVars {
  readonly origin: Origin;
}

interface ReadVars {
  readonly vars: Vars;
  /** The names of those that stand there themselves, and in no file. */
  readonly typed: readonly string[];
  /** Of `NAME=VALUE`. */
  readonly pairs: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
  /** By the name that their places have. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * `-e NAME=VALUE` (a string, always: `1.10` stays `1.10`), `-e '{"a": 1}'` and `-e @file` of YAML or JSON; later ones
 * win.
 */
export function readExtraVars(world: World, texts: readonly string[] = [], origin: Origin = '-e'): ExtraVars {
  const read = texts.map((text) => readOne(world, text, origin));
  return {
    origin,
    vars: Object.assign({}, ...read.map(({ vars }) => vars)),
    typed: [...new Set(read.flatMap(({ typed }) => typed))],
    pairs: new Map(read.flatMap(({ pairs }) => [...pairs])),
    problems: read.flatMap(({ problems }) => problems),
    texts: new Map(read.flatMap((one) => [...one.texts])),
  };
}

const nothing: ReadVars = { vars: {}, typed: [], pairs: new Map(), problems: [], texts: new Map() };

function readOne(world: World, text: string, origin: Origin): ReadVars {
  if (text.startsWith('@')) return readFile(world, text.slice(1));
  if (/^\s*\{/.test(text)) {
    const map = readMap(text, origin);
    return { ...map, typed: Object.keys(map.vars) };
  }
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (!isVarName(name)) return wrong(notAPair(text, origin));
  return { ...nothing, vars: { [name]: value }, typed: [name], pairs: new Map([[name, value]]) };
}

const form = 'It takes NAME=VALUE, a map such as {"port": 80}, or @file.';

/** Quotes only what cannot be a value. */
function notAPair(text: string, origin: Origin): Problem {
  const code = 'extra-vars';
  const isTyped = origin === '-e';
  const [name = ''] = text.split('=');
  if (text.includes('=')) {
    const shown = name === '' ? 'nothing' : name;
    const message = `${origin}: ${shown} cannot be the name of a variable: letters, digits, _ and -, not a digit first.`;
    return { code, message, advice: form };
  }
  if (/\.(ya?ml|json)$/.test(text)) {
    return {
      code,
      message: `${origin} ${text} has no = in it.`,
      advice: `For a file of vars write ${isTyped ? '-e ' : ''}@${text}.`,
    };
  }
  return {
    code,
    message: `${origin}: there is no = in ${isTyped ? 'what stands after it' : 'a line of it'}.`,
    advice: form,
  };
}

function readFile(world: World, file: string): ReadVars {
  const { text, problems } = readText(resolve(world.cwd, file), file, inventoryIo(world));
  return text === undefined ? { ...nothing, problems } : readMap(text, file);
}

function readMap(text: string, file: string): ReadVars {
  const vaulted = vaultProblem(text, file, `${decrypt} ${file}. ${keepEncrypted}`);
  if (vaulted !== undefined) return { ...nothing, problems: [vaulted], texts: new Map([[file, text]]) };
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
    return { ...wrongName(name, file), place: document.place([name], 'key') };
  });
  const usable = Object.fromEntries(vars.filter(([name]) => isVarName(name)));
  return { ...nothing, vars: usable, problems: [...problems, ...ofNames], texts };
}

const decrypt = 'Decrypt it with ansible-vault decrypt';
const keepEncrypted =
  'What stays encrypted stands in a file of group_vars/, encrypted with aeon-run secrets encrypt.';

/** A value may have become a part of the name. */
function wrongName(name: string, file: string): Problem {
  const message = 'This cannot be the name of a variable: letters, digits, _ and -, not a digit first.';
  const isTyped = file === ('-e' satisfies Origin) || file === ('AEON_EXTRA_VARS' satisfies Origin);
  if (!isTyped) return { code: 'extra-vars', message, advice: varNames['x-advice'] };
  const advice = name.includes(':') ? 'Put a space after each colon: {"port": 80} or {port: 80}.' : form;
  return { code: 'extra-vars', message, advice };
}

function wrong(problem: Problem): ReadVars {
  return { ...nothing, problems: [problem] };
}
