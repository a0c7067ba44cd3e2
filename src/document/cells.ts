import { createRequire } from 'node:module';

/** In terminal cells: a wide character takes two. */
export function cells(text: string): number {
  return isNarrow(text) ? text.length : stringWidth()(text);
}

/** ASCII and the signs that we draw with: one cell each, and by far the most that is ever measured. */
export function isNarrow(text: string): boolean {
  return /^[\x20-\x7e─━·…●✔✖↻⊘■–▲]*$/.test(text);
}

type StringWidth = typeof import('string-width').default;
let loaded: StringWidth | undefined;

/** Its patterns of emoji take 15 ms to make, a seventh of a short command of ours, so they are made when a text needs them. */
function stringWidth(): StringWidth {
  loaded ??= createRequire(import.meta.url)('string-width').default as StringWidth;
  return loaded;
}
