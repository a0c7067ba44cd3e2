/** What comes out of a stream that carries output between two marks. */
export type Scanned =
  | { readonly kind: 'mark'; readonly word: string }
  | { readonly kind: 'output'; readonly bytes: Buffer };

const endOfMark = 0x1f;
const longestWord = 32;

/**
 * Cuts a byte stream at the marks that carry `nonce`, whatever the borders of its chunks. Bytes outside of marks come
 * out unchanged and at once, but for a tail that may be the beginning of a mark.
 */
export class MarkScanner {
  readonly #prefix: Buffer;
  #held: Buffer = Buffer.alloc(0);

  constructor(nonce: string) {
    this.#prefix = Buffer.from(`\x1eaeon ${nonce} `, 'latin1');
  }

  *push(chunk: Buffer): Generator<Scanned> {
    let rest = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = Buffer.alloc(0);
    for (;;) {
      const at = rest.indexOf(this.#prefix);
      if (at < 0) break;
      const wordAt = at + this.#prefix.length;
      const end = rest.indexOf(endOfMark, wordAt);
      if (end < 0 && rest.length - wordAt <= longestWord) {
        if (at > 0) yield { kind: 'output', bytes: rest.subarray(0, at) };
        this.#held = Buffer.from(rest.subarray(at));
        return;
      }
      if (end < 0 || end - wordAt > longestWord) {
        yield { kind: 'output', bytes: rest.subarray(0, wordAt) };
        rest = rest.subarray(wordAt);
        continue;
      }
      if (at > 0) yield { kind: 'output', bytes: rest.subarray(0, at) };
      yield { kind: 'mark', word: rest.toString('latin1', wordAt, end) };
      rest = rest.subarray(end + 1);
    }
    const keep = this.#possiblePrefix(rest);
    if (rest.length > keep) yield { kind: 'output', bytes: rest.subarray(0, rest.length - keep) };
    if (keep > 0) this.#held = Buffer.from(rest.subarray(rest.length - keep));
  }

  /** The bytes still held when the stream ends: output, since no mark can follow. */
  flush(): Buffer {
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    return held;
  }

  #possiblePrefix(bytes: Buffer): number {
    for (let length = Math.min(this.#prefix.length - 1, bytes.length); length > 0; length--) {
      if (bytes.subarray(bytes.length - length).equals(this.#prefix.subarray(0, length))) return length;
    }
    return 0;
  }
}
