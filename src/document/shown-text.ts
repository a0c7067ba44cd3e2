import { unprintable } from './unprintable.ts';

const allUnprintable = new RegExp(`[${unprintable}]`, 'g');

/** Text of files for the terminal: control characters in caret form, so that nothing moves the cursor or forges a line. */
export function shownText(text: string): string {
  return text.replaceAll(allUnprintable, caret);
}

function caret(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
  return code === 0x7f ? '^?' : `\\u{${code.toString(16)}}`;
}
