/**
 * Replaces each `{{ x }} …` that starts a value without quotes, on lines that have an error, by filler of the same
 * length, so that the rest of the file can be read and all places stay. `offsets` are the starts of the replaced values.
 */
export function blankUnquotedTemplates(text: string, errorOffsets: readonly number[]) {
  const offsets = new Set<number>();
  const parts: string[] = [];
  let copied = 0;
  let lineEnd = -1;
  for (const offset of errorOffsets.toSorted((a, b) => a - b)) {
    if (offset <= lineEnd) continue;
    const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
    const newline = text.indexOf('\n', offset);
    lineEnd = newline < 0 ? text.length : newline;
    const line = text.slice(lineStart, lineEnd);
    for (const match of line.length > longestLine ? [] : line.matchAll(unquotedTemplate)) {
      const start = lineStart + match.index;
      offsets.add(start);
      parts.push(text.slice(copied, start), 'x'.repeat(match[0].length));
      copied = start + match[0].length;
    }
  }
  return { text: parts.join('') + text.slice(copied), offsets };
}

/** Nobody writes longer ones by hand. */
const longestLine = 10_000;

/** After `: `, `- `, `, ` or an opening bracket; up to a comment, a quote, or what would end a value in a flow collection. */
const unquotedTemplate =
  /(?<=(?:[:,[]|^\s*-|- )\s*)\{\{[^\n{}]*\}\}(?:\{\{[^\n{}]*\}\}|(?! #)[^\n,\]}{\r])*/g;
