import type { Place } from '../../document/problem.ts';
import { LineStarts } from '../../document/yaml/line-starts.ts';
import { SecretFailure } from '../../secret/resolve.ts';
import type { SecretSource } from '../../secret/source.ts';

/** Secrets that cannot be had: all are told together, each once and where it is asked for. */
export class SecretFailures {
  readonly #messages = new Map<string, string>();
  readonly #files: ReadonlyMap<string, string>;

  /** `files`: the texts that may ask for secrets, by their names. */
  constructor(files: ReadonlyMap<string, string>) {
    this.#files = files;
  }

  /** The text that comes; undefined when it cannot be had. */
  async textOf(source: SecretSource, resolving: Promise<string>): Promise<string | undefined> {
    return this.note(resolving, () => placeOf(source, this.#files));
  }

  /** What is waited for; undefined when it fails. `placeOf` looks up where it is asked for, which takes its time. */
  async note<Value>(waiting: Promise<Value>, placeOf: () => Place | undefined): Promise<Value | undefined> {
    try {
      return await waiting;
    } catch (error) {
      if (!(error instanceof SecretFailure)) throw error;
      const place = placeOf();
      const where = place === undefined ? '' : `${place.file}:${place.line}:${place.column}: `;
      this.#messages.set(error.message, `${where}${error.message}`);
      return undefined;
    }
  }

  /** @throws SecretFailure */
  throwIfAny(): void {
    const [first, ...others] = this.#messages.values();
    if (first === undefined) return;
    if (others.length === 0) throw new SecretFailure(first);
    const count = others.length + 1;
    throw new SecretFailure(`${count} secrets or keys cannot be had:\n  ${[first, ...others].join('\n  ')}`);
  }
}

/** Where the source is written, as far as that can be found. */
export function placeOf(source: SecretSource, files: ReadonlyMap<string, string>): Place | undefined {
  const [[key = '', value = ''] = []] = Object.entries(source);
  if (key === 'plain' || key === 'age') return undefined;
  for (const [file, text] of files) {
    for (const { index } of text.matchAll(new RegExp(`\\b${key}["']?\\s*:`, 'g'))) {
      if (!valueAfter(text, index).endsWith(lastPart(key, value))) continue;
      return new LineStarts(file, text).place(index);
    }
  }
  return undefined;
}

/** Of an inventory the path has become absolute. */
function lastPart(key: string, value: string): string {
  return key === 'file' ? (value.split('/').at(-1) ?? value) : value;
}

/** Without quotes, brackets and what follows. */
function valueAfter(text: string, index: number): string {
  const [, value = ''] = /:\s*["']?([^\n}"']*)/.exec(text.slice(index, index + 1000)) ?? [];
  return value.trim();
}
