/**
 * Replaces each `{{ x }} …` that starts a value without quotes, on lines that have an error, by filler of the same
 * length, so that the rest of the file can be read and all places stay. `offsets` are the starts of the replaced values.
 */
export function blankUnquotedTemplates(text: string, errorOffsets: readonly number[]) {
  const offsets = new Set<number>();
  let patched = text;
  for (const lineStart of new Set(errorOffsets.map((offset) => text.lastIndexOf('\n', offset - 1) + 1))) {
    const newline = text.indexOf('\n', lineStart);
    const line = text.slice(lineStart, newline < 0 ? text.length : newline);
    for (const match of line.matchAll(unquotedTemplate)) {
      const start = lineStart + match.index;
      offsets.add(start);
      patched =
        patched.slice(0, start) + 'x'.repeat(match[0].length) + patched.slice(start + match[0].length);
    }
  }
  return { text: patched, offsets };
}

/** After `: `, `- `, `, ` or an opening bracket; up to a comment, a quote, or what would end a value in a flow collection. */
const unquotedTemplate =
  /(?<=(?:[:,[]|^\s*-|- )\s*)\{\{[^\n{}]*\}\}(?:\{\{[^\n{}]*\}\}|(?! #)[^\n,\]}{\r])*/g;
