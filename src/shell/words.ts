import { singleQuoted } from './marks.ts';

/** Far below what one execve(2) takes in all (a quarter of the stack limit, at least 128 kB). */
const mostBytes = 60_000;
const mostWords = 500;

/** Shell words in lots that one program call takes. */
export function wordLots<Item>(
  items: readonly Item[],
  wordOf: (item: Item) => string,
  mostInLot = mostWords,
): Lot<Item>[] {
  const lots: { items: Item[]; words: string[] }[] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const word = wordOf(item);
    const last = lots.at(-1);
    bytes += Buffer.byteLength(word) + 1;
    if (last === undefined || bytes > mostBytes || last.words.length >= mostInLot) {
      lots.push({ items: [item], words: [word] });
      bytes = Buffer.byteLength(word);
    } else {
      last.items.push(item);
      last.words.push(word);
    }
  }
  return lots.map(({ items, words }) => ({ items, words: words.join(' ') }));
}

export interface Lot<Item> {
  readonly items: readonly Item[];
  readonly words: string;
}

/** A name below the current directory as a word that no program takes for an option. */
export function nameWord(name: string): string {
  return singleQuoted(`./${name}`);
}

/** The same for bytes that need not be UTF-8. Such a name must not end with a newline. */
export function bytesWord(name: Buffer): string {
  const text = name.toString('utf8');
  if (Buffer.from(text).equals(name)) return nameWord(text);
  const octal = [...name].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  return `"$(printf './${octal}')"`;
}
