import type { Command, Option } from 'commander';
import { type Line, readLine } from './line.ts';

/** What may stand where the cursor is. */
export interface Candidates {
  readonly words: readonly Candidate[];
  /** A file may stand there too. */
  readonly files: boolean;
}

export interface Candidate {
  readonly word: string;
  readonly description?: string;
}

/** Names that lie in the files that the words name. */
export interface KnownNames {
  /** Groups and hosts. */
  hosts(inventories: readonly string[]): Promise<readonly string[]>;
  stages(playbook: string): readonly string[];
  tags(playbook: string): readonly string[];
  /** `last`, and the ids of those that are kept, newest first. */
  runs(runDir: string | undefined): Promise<readonly string[]>;
}

/** `words` are those after the program's name; the last one is being written and may be empty. */
export async function candidates(
  program: Command,
  words: readonly string[],
  names: KnownNames,
): Promise<Candidates> {
  const line = readLine(program, words.slice(0, -1));
  const current = words.at(-1) ?? '';
  const [, long, beginning] = /^(--[\w-]+)=(.*)$/s.exec(current) ?? [];
  const inline = long === undefined ? undefined : line.command.options.find((option) => option.long === long);
  const found =
    inline === undefined
      ? await at(line, current, names)
      : prefixed(`${long}=`, await valuesOf(inline, line, beginning ?? '', names));
  return { ...found, words: found.words.filter(({ word }) => word.startsWith(current)) };
}

function prefixed(prefix: string, { words, files }: Candidates): Candidates {
  return { words: words.map(({ word }) => ({ word: prefix + word })), files };
}

async function at(line: Line, current: string, names: KnownNames): Promise<Candidates> {
  if (line.isOver) return { words: [], files: true };
  if (line.open !== undefined) return valuesOf(line.open, line, current, names);
  if (current.startsWith('-')) return { words: optionsOf(line.command), files: false };
  const isFirst = line.operands.length === 0 && !line.isNamed;
  const { words, files } = await operandsOf(line, names);
  return { words: [...(isFirst ? commandsOf(line.parent) : []), ...words], files };
}

async function operandsOf({ command, operands, runDir }: Line, names: KnownNames): Promise<Candidates> {
  const argument = command.registeredArguments[operands.length];
  if (argument === undefined) return wordsOnly([]);
  if (argument.argChoices !== undefined) return wordsOnly(argument.argChoices);
  switch (argument.name()) {
    case 'run':
    case 'before':
    case 'now':
      return { ...wordsOnly(await names.runs(runDir)), files: takesDirectory.includes(command.name()) };
    case 'id': // Of a lab.
      return wordsOnly([]);
    default:
      return { words: [], files: true };
  }
}

/** Of a run that lies elsewhere. */
const takesDirectory: readonly string[] = ['show', 'report', 'compare', 'resume', 'retry'];

function commandsOf(parent: Command): Candidate[] {
  return parent.commands
    .filter((command) => !command.name().startsWith('_'))
    .map((command) => ({ word: command.name(), description: command.description() }));
}

function optionsOf({ options }: Command): Candidate[] {
  return options.flatMap(({ long, description, hidden }) =>
    long === undefined || long === null || hidden ? [] : [{ word: long, description }],
  );
}

async function valuesOf(option: Option, line: Line, current: string, names: KnownNames): Promise<Candidates> {
  if (option.argChoices !== undefined) return wordsOnly(option.argChoices);
  const [playbook] = line.operands;
  switch (option.long) {
    case '--limit':
    case '--list':
      return wordsOnly(goingOn(current, await names.hosts(line.inventories)));
    case '--explain':
      return wordsOnly(await names.hosts(line.inventories));
    case '--start-at':
      return wordsOnly(playbook === undefined ? [] : names.stages(playbook));
    case '--tags':
    case '--skip-tags':
      return wordsOnly(playbook === undefined ? [] : goingOn(current, names.tags(playbook)));
    default:
      return { words: [], files: fileOptions.includes(option.long ?? '') };
  }
}

const fileOptions: readonly string[] = [
  ...[
    '--inventory',
    '--key',
    '--results',
    '--run-dir',
    '--out',
    '--model',
    '--test',
    '--directory',
    '--html',
    '--junit',
  ],
];

/** After `a,` in `a,b` or `a:!` in `a:!b` a new name begins. */
function goingOn(current: string, words: readonly string[]): readonly string[] {
  const [before = ''] = /^.*(?:,|:[&!])/.exec(current) ?? [];
  return words.map((word) => before + word);
}

function wordsOnly(words: readonly string[]): Candidates {
  return { words: words.map((word) => ({ word })), files: false };
}
