/** Chance that a seed decides: what is drawn under a name is always the same, whoever else draws and when. */
export class Chance {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** From 0 up to, but not including, 1. */
  draw(name: string): number {
    const high = hash(name, this.#seed) >>> 5;
    const low = hash(name, this.#seed ^ 0x9e3779b9) >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** `share` is from 0 to 1. */
  isHit(share: number, name: string): boolean {
    return share > 0 && this.draw(name) < share;
  }

  /** Hexadecimal digits, for ids that only have to differ. */
  digits(name: string, length: number): string {
    let digits = '';
    for (let at = 0; digits.length < length; at++) {
      digits += hash(`${name}/${at}`, this.#seed).toString(16).padStart(8, '0');
    }
    return digits.slice(0, length);
  }
}

/** FNV-1a over the UTF-16 units, then the finalizer of MurmurHash3, so that near names are far apart. */
function hash(text: string, seed: number): number {
  let value = finalized((seed | 0) ^ 0x811c9dc5);
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return finalized(value);
}

function finalized(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
