import { type Command, InvalidArgumentError, type Option } from 'commander';

/** Options of this command and those below it that take any text: nothing is none, as a script has it from `$UNSET`. */
export function withStrictValues(command: Command): void {
  for (const option of command.options) if (takesAnyText(option)) option.argParser(textThere);
  for (const below of command.commands) withStrictValues(below);
}

function takesAnyText({ required, parseArg }: Option): boolean {
  return required && parseArg === undefined;
}

function textThere(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('It is empty.');
}
