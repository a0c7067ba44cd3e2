/** `w4 (10.0.0.4:22) ` or `w4:` before a path: what follows the name, where it is the whole name and no part of a longer one. */
const restOfName = /^(?: \([^()]*\))? (?=[^\s(])|^:(?=\/)/;

/**
 * A sentence as it stands behind the name of its host, which it need not say again: `refuses the connection`. A terminal
 * cuts the end of a row, and there stands what happened.
 */
export function behindName(host: string, sentence: string): string {
  const rest = sentence.startsWith(host) ? restOfName.exec(sentence.slice(host.length)) : null;
  const short = rest === null ? sentence : sentence.slice(host.length + rest[0].length);
  return short.replace(/^the command ended with (?=exit code \d)/, '');
}
