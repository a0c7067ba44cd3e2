/** Shell text in one line, for people. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ⏎ ');
}

const longest = 60;

/** The beginning of a long text. It is cut between words: a secret in it is there whole, to be masked later, or not at all. */
export function beginningOf(text: string): string {
  if (text.length <= longest) return text;
  const words = text.slice(0, longest).replace(/\S*$/, '').trimEnd();
  return words === '' ? '…' : `${words} …`;
}
