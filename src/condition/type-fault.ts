import { TypeError as CelTypeError, type ParseError } from '@marcbachmann/cel-js';
import { nearest } from '../document/nearest.ts';
import { hostResultTypes } from '../result/stage-counts.ts';
import { type ConditionFault, faultAt } from './fault.ts';
import { meantCall } from './meant-call.ts';
import { askedAlone } from './presence.ts';

/** What the type check of CEL found, in words. */
export function typeFault(
  text: string,
  error: ParseError | CelTypeError,
  functions: Iterable<string>,
): ConditionFault {
  const { code, range, summary } = error;
  const part = range ? text.slice(range.start, range.end) : text;
  if (code === 'no_such_key') return fieldFault(part, range);
  if (code === 'invalid_macro_argument' && /^\w+$/.test(part) && summary.startsWith('has()'))
    return askedAlone('condition-type', part, range);
  if (code === 'no_matching_overload') return functionFault(part, error, functions);
  const [, left, sign, right] = /overload: (\S+) (\S+) (\S+)$/.exec(summary) ?? [];
  if (left !== undefined && sign !== undefined && right !== undefined) {
    const message = `\`${part}\` puts ${inWords(left)} and ${inWords(right)} together with ${sign}.`;
    const [, asked] = /^['"](\w+)['"]\s+in\s+vars$/.exec(part.trim()) ?? [];
    const advice = asked === undefined ? mixAdvice(left, right) : `Write has(vars.${asked}).`;
    return faultAt('condition-type', message, range, advice);
  }
  const [, joined] = /^Logical operator requires bool operands, got '(\w+)'/.exec(summary) ?? [];
  if (joined !== undefined) {
    const message = `\`${part}\` joins something that is ${inWords(joined)}, not true or false.`;
    return faultAt('condition-type', message, range, compareAdvice(joined));
  }
  return faultAt('condition-type', `\`${part}\`: ${summary}.`, range, 'Compare values of the same type.');
}

/** A field behind a name that a macro binds: `stage.results.all(r, r.stdot == '')`. */
function fieldFault(part: string, range: ConditionFault['range'] | undefined): ConditionFault {
  const fields = Object.keys(hostResultTypes);
  const near = nearest(part, fields);
  const advice = near ? `Did you mean \`${near}\`?` : `There are: ${fields.join(', ')}.`;
  return faultAt('condition-name', `\`${part}\` does not exist.`, range, advice);
}

/** The whole condition must be true or false. */
export function resultTypeFault(text: string, type: string): ConditionFault {
  const range = { start: 0, end: text.length };
  const message = `The condition is ${inWords(type)}, not true or false.`;
  return faultAt('condition-type', message, range, compareAdvice(type));
}

function compareAdvice(type: string): string {
  const advice = "Compare it with something: role == 'manager', size(list) > 0.";
  return type === 'string' ? `${advice} -e NAME=VALUE sets a text, -e '{NAME: true}' does not.` : advice;
}

function functionFault(
  part: string,
  error: ParseError | CelTypeError,
  functions: Iterable<string>,
): ConditionFault {
  const { range, summary } = error;
  const [, receiver, name = part, args = ''] = /'(?:([^'()]*)\.)?(\w+)\(([^()]*)\)'/.exec(summary) ?? [];
  const known = new Set(functions);
  const types = receiver === undefined ? args.split(', ') : [receiver];
  const meant = error instanceof CelTypeError && error.node ? meantCall(error.node, types) : undefined;
  if (meant !== undefined) {
    const message = known.has(name)
      ? `\`${name}\` is not called like this.`
      : `There is no function \`${name}\`.`;
    return faultAt('condition-name', message, range, `Write ${meant}.`);
  }
  if (known.has(name)) {
    const advice =
      'Look up what it takes: texts have startsWith, endsWith, contains, matches; lists have size, exists, all.';
    return faultAt('condition-type', `\`${name}\` does not take values of these types.`, range, advice);
  }
  const near = nearest(name, known);
  const advice = near
    ? `Did you mean \`${near}\`?`
    : 'There are size, has, int, double, string, matches, exists, all.';
  return faultAt('condition-name', `There is no function \`${name}\`.`, range, advice);
}

function mixAdvice(left: string, right: string): string {
  const types = new Set([left, right]);
  if (types.has('string') && (types.has('int') || types.has('double'))) {
    return "Put the number in quotes, or turn the text into a number with int(…). -e NAME=VALUE sets a text, -e '{NAME: 5}' a number.";
  }
  if (types.has('string') && types.has('bool'))
    return "Write the text in quotes: 'true'. -e NAME=VALUE sets a text, -e '{NAME: true}' does not.";
  if (types.has('null'))
    return 'It is never null on any host; to ask whether a var is there, write has(vars.name).';
  return 'Compare values of the same type.';
}

function inWords(type: string): string {
  if (type.startsWith('list')) return 'a list';
  if (type.startsWith('map') || type.startsWith('$')) return 'a map';
  return words[type] ?? type;
}

const words: Readonly<Record<string, string>> = {
  string: 'a text',
  int: 'a whole number',
  double: 'a number',
  bool: 'a boolean',
  null: 'null',
};
