import { unprintable } from './unprintable.ts';

const unescaped = new RegExp(`(?=[^\\x00-\\x1f])[${unprintable}]`, 'g');

/** JSON that may be written to a terminal. It has escapes for ASCII controls; others too would move a cursor, end a line or reorder it. */
export function safeJson(json: string): string {
  return json.replaceAll(
    unescaped,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
