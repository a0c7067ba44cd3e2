import type { ParseError } from '@marcbachmann/cel-js';
import { type ConditionFault, faultAt } from './fault.ts';
import { presenceAdvice } from './presence.ts';

/** Why CEL cannot read a text; what people write out of habit from YAML tools and shells is named. */
export function syntaxFault(text: string, error: ParseError): ConditionFault {
  if (text.trim() === '') {
    return faultAt('condition-syntax', 'The condition is empty.', undefined, 'Write one, or remove the key.');
  }
  return habitFault(text) ?? faultAt('condition-syntax', messageOf(error), error.range, reading);
}

const reading =
  "Conditions are CEL: role == 'manager' && port > 1024. Texts stand in quotes, fields after a dot.";

function messageOf(error: ParseError): string {
  if (error.code === 'unterminated_string') return 'A text in quotes is never closed.';
  if (error.code === 'reserved_identifier')
    return 'This name is a keyword of CEL; a var of that name is reached as vars.NAME.';
  return error.summary.includes('EOF') ? 'The condition ends too early.' : 'This cannot be read.';
}

interface Habit {
  readonly pattern: RegExp;
  readonly message: string;
  readonly advice: string | ((found: RegExpExecArray) => string);
}

const habits: readonly Habit[] = [
  { pattern: /\{\{|\}\}|\{%/, message: 'A condition has no {{ }}.', advice: 'Write the bare name: role.' },
  {
    pattern: /(?<=(?<![\w.\])])([A-Za-z_]\w*(?:\.\w+)*)\s+)is\s+(not\s+)?(un)?defined\b/,
    message: '`is defined` is Jinja.',
    advice: ([, name = '', not, un]) => presenceAdvice(name, (not === undefined) === (un === undefined)),
  },
  {
    pattern: /\bis\s+(not\s+)?\w+/,
    message: '`is` is Jinja.',
    advice: 'Compare with == or !=, and ask for results by results.NAME.ok.',
  },
  { pattern: /\bnot\s+in\b/, message: '`not in` does not exist.', advice: 'Write !(a in b).' },
  { pattern: /\bnot\b/, message: '`not` does not exist.', advice: 'Write ! before it: !ready.' },
  { pattern: /\band\b/, message: '`and` does not exist.', advice: 'Write &&.' },
  { pattern: /\bor\b/, message: '`or` does not exist.', advice: 'Write ||.' },
  { pattern: /===|!==/, message: 'Three signs are one too many.', advice: 'Write == or !=.' },
  { pattern: /<>/, message: '`<>` does not exist.', advice: 'Write !=.' },
  { pattern: /(?<![=!<>])=(?![=~])/, message: 'One = compares nothing.', advice: 'Write ==.' },
  { pattern: /=~/, message: '`=~` does not exist.', advice: "Write name.matches('pattern')." },
  { pattern: /(?<!&)&(?!&)/, message: 'One & is not enough.', advice: 'Write &&.' },
  {
    pattern: /\|\s*\w+/,
    message: 'There are no filters.',
    advice: 'Call a function: size(list), int(text). For "or" write ||.',
  },
  { pattern: /\$\w+/, message: 'Names have no $.', advice: 'Write the bare name: role.' },
];

/** The first habit that stands outside of texts in quotes. */
function habitFault(text: string): ConditionFault | undefined {
  const bare = text.replace(/'[^']*'|"[^"]*"/g, (quoted) => ' '.repeat(quoted.length));
  const search = bare.replaceAll('||', '  ');
  for (const { pattern, message, advice } of habits) {
    const found = pattern.exec(search);
    if (!found) continue;
    const range = { start: found.index, end: found.index + found[0].length };
    return faultAt('condition-syntax', message, range, typeof advice === 'string' ? advice : advice(found));
  }
  return undefined;
}
