import { encodingsOf } from './encodings.ts';
import { PatternSet, shortestPattern } from './pattern-set.ts';

/** Stands where a secret stood. */
export const mask = '***';

/** Lines of a secret of several lines are secrets of their own from this length on. */
const shortestLine = 8;

/**
 * Knows the secrets of a run and masks them by value in all that is written, in their common encodings too. Secrets
 * shorter than four characters are not masked: they would come up everywhere, and the gaps would give them away.
 */
export class Masker {
  /** Where those come from that cannot be masked: the user has to be told. */
  readonly tooShort = new Set<string>();
  readonly #secrets = new Set<string>();
  readonly #texts = new PatternSet();
  /** Of the UTF-8 bytes, one character a byte. */
  readonly #bytes = new PatternSet();

  /** `from`: where somebody wrote it, in words; what is made of another secret is short without a word. */
  add(secret: string, from?: () => string): void {
    if (secret.length < shortestPattern && secret !== '' && from !== undefined) this.tooShort.add(from());
    if (secret.length < shortestPattern || this.#secrets.has(secret)) return;
    this.#secrets.add(secret);
    const lines = secret.split(/\r?\n/).filter((line) => line.length >= shortestLine);
    for (const text of new Set([secret, ...lines].flatMap(encodingsOf))) {
      this.#texts.add(text);
      this.#bytes.add(Buffer.from(text).toString('latin1'));
    }
  }

  mask(text: string): string {
    return this.#secrets.size === 0 ? text : this.#texts.replace(text, () => mask, true).done;
  }

  /** What would be masked in a text, each stretch as it stands there. */
  found(text: string): readonly string[] {
    const stretches: string[] = [];
    const note = (stretch: string) => {
      stretches.push(stretch);
      return mask;
    };
    this.#texts.replace(text, note, true);
    return stretches;
  }

  /** A value that JSON can say with all its texts masked, keys too; numbers stay, so that the JSON stays valid. */
  maskValue<Value>(value: Value): Value {
    if (this.#secrets.size === 0) return value;
    return this.#masked(value) as Value; // Texts become texts, and everything else keeps its shape.
  }

  /** The same with numbers that hold a secret masked too: as texts, so that nothing is left to be made of them. */
  hide(value: unknown): unknown {
    return this.#secrets.size === 0 ? value : this.#masked(value, true);
  }

  /** Masks bytes as they come, also where a secret is split between two pieces. */
  maskStream(): MaskStream {
    let held = '';
    const put = (bytes: string, isLast: boolean): Buffer => {
      const { done, held: rest } = this.#bytes.replace(held + bytes, () => mask, isLast);
      held = rest;
      return Buffer.from(done, 'latin1');
    };
    return {
      push: (chunk) =>
        this.#secrets.size === 0 && held === '' ? chunk : put(chunk.toString('latin1'), false),
      flush: () => put('', true),
    };
  }

  #masked(value: unknown, areNumbersToo = false): unknown {
    if (typeof value === 'string') return this.mask(value);
    if (typeof value === 'number' && areNumbersToo) {
      const text = this.mask(String(value));
      return text === String(value) ? value : text;
    }
    if (Array.isArray(value)) return value.map((item) => this.#masked(item, areNumbersToo));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [this.mask(key), this.#masked(item, areNumbersToo)]),
    );
  }
}

export interface MaskStream {
  /** What can be passed on of all that came so far; the rest may be the start of a secret. */
  push(chunk: Buffer): Buffer;
  /** The rest, at the end. */
  flush(): Buffer;
}
