/** One word of a line with its quotes taken off, and where it stood in the line. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts a host line of an INI inventory as Python's `shlex.split(line, comments=True)` does: at white space outside of
 * quotes, up to a `#` outside of quotes. A quote that is never closed is told by undefined.
 */
export function iniWords(line: string): readonly Word[] | undefined {
  const words: Word[] = [];
  let word: { text: string; start: number } | undefined;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (quote === '' && character === '#') {
      if (word !== undefined) words.push({ ...word, end: at });
      return words;
    }
    if (quote === '' && /\s/.test(character)) {
      if (word !== undefined) words.push({ ...word, end: at });
      word = undefined;
      continue;
    }
    word ??= { text: '', start: at };
    if (quote === '' && (character === "'" || character === '"')) quote = character;
    else if (character === quote) quote = '';
    else if (character === '\\' && quote !== "'" && at + 1 < line.length) word.text += line.charAt(++at);
    else word.text += character;
  }
  if (quote !== '') return undefined;
  if (word !== undefined) words.push({ ...word, end: line.length });
  return words;
}
