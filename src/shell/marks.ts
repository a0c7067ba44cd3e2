/**
 * Shell text that prints a mark. Marks begin and end with different bytes that terminals do not show, and hold a nonce that
 * only the script and the controller know. `word` may hold `%s` for one further argument of printf.
 */
export function printMark(nonce: string, word: string, argument = ''): string {
  return `printf '\\036aeon ${nonce} ${word}\\037'${argument && ` ${argument}`}`;
}

/** The bytes of the mark that `printMark` prints, for whoever plays the host. */
export function markText(nonce: string, word: string): string {
  return `\x1eaeon ${nonce} ${word}\x1f`;
}

/** The same mark on both streams, so that each knows where its part of the output begins or ends. */
export function printMarkTwice(nonce: string, word: string, argument = ''): string {
  const print = printMark(nonce, word, argument);
  return `${print} >&2; ${print}`;
}

/** One word for the shell, whatever the text is; NUL is impossible in a command. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A pattern of what stands between the quotes that `singleQuoted` makes. */
export const insideQuotes = "[^']*(?:'\\\\''[^']*)*";

/** The text that `singleQuoted` was given, from what stands between its quotes; for whoever plays the host. */
export function unquoted(inside: string): string {
  return inside.replaceAll("'\\''", "'");
}
