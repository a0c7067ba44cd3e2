import { type Command, InvalidArgumentError, type Option } from 'commander';
import { nearest } from '../document/nearest.ts';
import { UsageError } from './exit-code.ts';
import type { World } from './world.ts';

/** The names that the old module read, by the option that they became. */
const legacyNames: Readonly<Record<string, string>> = {
  concurrency: 'PARALLEL_MAX_JOBS',
  connectTimeout: 'PARALLEL_SSH_TIMEOUT',
  debug: 'DEBUG',
};

/** What separates the values of an option that may be given several times. */
const separators: Readonly<Record<string, RegExp>> = {
  inventory: /,/,
  host: /\s+/,
  extraVars: /\n/,
  recipient: /,/,
  inventoryCommand: /\n/,
};

/** Options that choose: a script that sets one to nothing has not chosen everything. */
const selections: ReadonlySet<string> = new Set(['limit', 'tags', 'skipTags', 'startAt']);

/** Options that say where the hosts come from: the environment does, or the command line, and never both. */
const hostSources: ReadonlySet<string> = new Set(['inventory', 'host', 'inventoryCommand']);

const prefix = 'AEON_';

/** `AEON_RUN_DIR` for `--run-dir`. */
export function variableOf(option: Option): string {
  return `${prefix}${(option.long ?? '').replace(/^--/, '').replaceAll('-', '_').toUpperCase()}`;
}

/**
 * Takes from the environment what the command line does not say: flag, then AEON_*, then the old PARALLEL_*, then the
 * default.
 * @throws UsageError that names the variable
 */
export function applyEnvironment(program: Command, command: Command, env: World['env']): void {
  const isTyped = (key: string) => command.getOptionValueSource(key) === 'cli';
  const areHostsTyped = [...hostSources].some(isTyped);
  refuseMisspeltSelection(program, command, env);
  for (const option of command.options) {
    const key = option.attributeName();
    if (isTyped(key) || isOwn(option) || (areHostsTyped && hostSources.has(key))) continue;
    if (selections.has(key)) refuseEmptySelection(option, env);
    const names = [variableOf(option), legacyNames[key]].filter((name) => name !== undefined);
    const name = names.find((candidate) => env[candidate] !== undefined && env[candidate] !== '');
    if (name === undefined) continue;
    const value = environmentValue(option, name, env[name] ?? '', choicesElsewhere(program, option));
    if (value === undefined) continue;
    command.setOptionValueWithSource(key, value, 'env');
    if (key === 'extraVars') command.setOptionValue('extraVarsFrom', name);
  }
}

/** @throws UsageError */
function refuseEmptySelection(option: Option, env: World['env']): void {
  const name = variableOf(option);
  if (env[name] === undefined || env[name].trim() !== '') return;
  throw new UsageError(`${name} is set to nothing, which chooses nothing: give it a value, or unset ${name}`);
}

/** AEON_LIMT=w1 would choose every host. @throws UsageError */
function refuseMisspeltSelection(program: Command, command: Command, env: World['env']): void {
  const chosenBy = command.options.filter((option) => selections.has(option.attributeName()));
  if (chosenBy.length === 0) return;
  const known = new Set(program.commands.flatMap(({ options }) => options.map(variableOf)));
  const endings = chosenBy.map((option) => variableOf(option).slice(prefix.length));
  for (const name of Object.keys(env)) {
    if (!name.startsWith(prefix) || known.has(name) || env[name] === undefined) continue;
    const meant = nearest(name.slice(prefix.length), endings);
    if (meant === undefined) continue;
    const more = `Did you mean ${prefix}${meant}? If not, rename or unset it`;
    throw new UsageError(`${name} is no variable of aeon-run, and nothing would be chosen by it. ${more}`);
  }
}

function isOwn({ long }: Option): boolean {
  return long === '--version' || long === '--help';
}

/** Undefined: it says nothing to this command. */
function environmentValue(option: Option, name: string, text: string, elsewhere: readonly string[]): unknown {
  if (option.isBoolean()) return name === 'DEBUG' ? /^(1|true)$/.test(text) || undefined : truth(name, text);
  const { argChoices } = option;
  if (argChoices !== undefined) {
    if (argChoices.includes(text)) return text;
    if (elsewhere.includes(text)) return undefined;
    throw new UsageError(`${name} is none of ${[...new Set([...argChoices, ...elsewhere])].join(', ')}`);
  }
  const separator = separators[option.attributeName()];
  if (separator !== undefined) return text.split(separator).filter(Boolean);
  return parsed(option, name, text);
}

function truth(name: string, text: string): boolean {
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  if (/^(0|false|no|off)$/i.test(text)) return false;
  throw new UsageError(`${name} has to be 1 or 0`);
}

function parsed({ parseArg }: Option, name: string, text: string): unknown {
  try {
    return parseArg === undefined ? text : parseArg(text, undefined);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new UsageError(`${name}=${text}: ${error.message}`);
  }
}

/** Other commands know other choices: AEON_OUTPUT=lines is for runs, and no mistake where a plan is shown. */
function choicesElsewhere(program: Command, option: Option): string[] {
  return program.commands.flatMap(({ options }) =>
    options.filter(({ long }) => long === option.long).flatMap(({ argChoices }) => argChoices ?? []),
  );
}

/** One of the old module's variables that no option has. @throws UsageError */
export function numberFrom(env: World['env'], name: string, least: 0 | 1): number | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new UsageError(`${name} has to be a whole number from ${least}, and it is ${JSON.stringify(text)}`);
}
