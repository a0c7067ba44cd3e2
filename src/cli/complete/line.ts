import type { Command, Option } from 'commander';

/** A command line up to the cursor. */
export interface Line {
  /** Whose commands may come next, while none is named. */
  readonly parent: Command;
  /** `run` while none is named; of a group such as `lab` itself. */
  readonly command: Command;
  readonly isNamed: boolean;
  readonly operands: readonly string[];
  /** Waits for its value. */
  readonly open: Option | undefined;
  /** What follows belongs to the command that runs on the hosts. */
  readonly isOver: boolean;
  readonly inventories: readonly string[];
  readonly runDir?: string;
}

export function readLine(program: Command, before: readonly string[]): Line {
  const run = program.commands.find((command) => command.name() === 'run') ?? program;
  const start: Line = {
    parent: program,
    command: run,
    isNamed: false,
    operands: [],
    open: undefined,
    isOver: false,
    inventories: [],
  };
  return before.reduce(withWord, start);
}

function withWord(line: Line, word: string): Line {
  if (line.isOver) return line;
  if (line.open !== undefined) return withValue({ ...line, open: undefined }, line.open, word);
  if (word === '--') return { ...line, isOver: true };
  return word.startsWith('-') ? withOption(line, word) : withOperand(line, word);
}

function withOption(line: Line, word: string): Line {
  const [flag, value] = word.split('=', 2);
  const option = line.command.options.find(({ short, long }) => flag === short || flag === long);
  if (option === undefined || !option.required) return line;
  return value === undefined ? { ...line, open: option } : withValue(line, option, value);
}

function withValue(line: Line, { long }: Option, value: string): Line {
  if (long === '--run-dir') return { ...line, runDir: value };
  return long === '--inventory' ? { ...line, inventories: [...line.inventories, value] } : line;
}

function withOperand(line: Line, word: string): Line {
  const { parent, command, operands } = line;
  const isOpen = !line.isNamed && operands.length === 0;
  const named = isOpen ? parent.commands.find((one) => one.name() === word) : undefined;
  if (named === undefined)
    return { ...line, operands: [...operands, word], isOver: command.name() === 'exec' };
  const isGroup = named.commands.length > 0;
  return { ...line, command: named, ...(isGroup ? { parent: named } : { isNamed: true }) };
}
