import { unprintable } from './unprintable.ts';

/** A value for people and programs, as it is printed and kept: indented, with a newline at its end. */
export function jsonText(value: unknown): string {
  return `${harmless(JSON.stringify(value, null, 2))}\n`;
}

/** The same on one line. */
export function jsonLine(value: unknown): string {
  return `${harmless(JSON.stringify(value))}\n`;
}

const unescaped = new RegExp(`(?=[^\\x00-\\x1f])[${unprintable}]`, 'g');

/** JSON has escapes for ASCII controls; others too would move a cursor, end a line or reorder it. */
function harmless(json: string): string {
  return json.replaceAll(
    unescaped,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
