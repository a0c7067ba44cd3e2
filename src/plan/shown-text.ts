/** Text of files for the terminal: control characters in caret form, so that nothing moves the cursor or forges a line. */
export function shownText(text: string): string {
  return text.replaceAll(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, caret);
}

function caret(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
  return code === 0x7f ? '^?' : `\\u{${code.toString(16)}}`;
}
