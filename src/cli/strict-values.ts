import { type Argument, type Command, InvalidArgumentError, type Option } from 'commander';

/**
 * Options and arguments of this command and those below it that take any text, and options that take one of some, take one, and never
 * nothing, as a script has it from `$UNSET`. Words of another command may be empty.
 */
export function withStrictValues(command: Command): void {
  for (const option of command.options) {
    const { argChoices, parseArg } = option;
    if (takesAnyText(option)) once(option, textThere);
    else if (argChoices !== undefined && parseArg !== undefined)
      once(option, (text) => parseArg(text, undefined));
  }
  for (const argument of command.registeredArguments) if (isOneText(argument)) argument.argParser(textThere);
  for (const below of command.commands) withStrictValues(below);
}

function takesAnyText({ required, parseArg }: Option): boolean {
  return required && parseArg === undefined;
}

function isOneText({ variadic, parseArg }: Argument): boolean {
  return !variadic && parseArg === undefined;
}

/** An option that is given once: a second value would win, and nobody would know. */
export function once<Value>(option: Option, parse: (text: string) => Value): Option {
  let isGiven = false; // Its value would not tell: the first one may be the default.
  return option.argParser((text: string) => {
    if (isGiven) throw new InvalidArgumentError('It was given already: keep one of them.');
    isGiven = true;
    return parse(text);
  });
}

function textThere(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('It is empty.');
}
