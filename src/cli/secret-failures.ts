import { LineStarts } from '../document/line-starts.ts';
import { SecretFailure } from '../secret/resolve.ts';
import type { SecretSource } from '../secret/source.ts';

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
    try {
      return await resolving;
    } catch (error) {
      if (!(error instanceof SecretFailure)) throw error;
      this.#messages.set(error.message, `${placeOf(source, this.#files)}${error.message}`);
      return undefined;
    }
  }

  /** @throws SecretFailure */
  throwIfAny(): void {
    const [first, ...others] = this.#messages.values();
    if (first === undefined) return;
    if (others.length === 0) throw new SecretFailure(first);
    const count = others.length + 1;
    throw new SecretFailure(`${count} secrets cannot be had:\n  ${[first, ...others].join('\n  ')}`);
  }
}

/** `inventory.yml:3:24: ` where the source is written; empty when it cannot be found. */
function placeOf(source: SecretSource, files: ReadonlyMap<string, string>): string {
  const [[key = '', value = ''] = []] = Object.entries(source);
  if (key === 'plain' || key === 'age') return '';
  for (const [file, text] of files) {
    for (const { index } of text.matchAll(new RegExp(`\\b${key}["']?\\s*:`, 'g'))) {
      if (!valueAfter(text, index).endsWith(lastPart(key, value))) continue;
      const { line, column } = new LineStarts(file, text).place(index);
      return `${file}:${line}:${column}: `;
    }
  }
  return '';
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
