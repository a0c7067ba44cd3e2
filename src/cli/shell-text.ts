/**
 * The words of a command line as one text for a shell. One word is shell text as it is (`'ls | wc -l'`), several are
 * the words of a command: each arrives as it was given here.
 */
export function shellTextOf(words: readonly string[]): string {
  const [only = '', second] = words;
  return second === undefined ? only : words.map(quoted).join(' ');
}

/** POSIX Shell Command Language, 2.2.2: nothing is special in single quotes but their end. */
function quoted(word: string): string {
  return /^[\w@%+:,./=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
