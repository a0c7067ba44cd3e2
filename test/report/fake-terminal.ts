import type { Terminal, ViewClock } from '../../src/report/terminal.ts';

/** Remembers what was written; its size may change. */
export class FakeTerminal implements Terminal {
  written = '';
  width: number;
  height: number;
  readonly hasColor: boolean;
  readonly hasUnicode: boolean;

  constructor(width = 80, height = 24, { hasColor = false, hasUnicode = true } = {}) {
    this.width = width;
    this.height = height;
    this.hasColor = hasColor;
    this.hasUnicode = hasUnicode;
  }

  write(text: string): void {
    this.written += text;
  }

  columns(): number {
    return this.width;
  }

  rows(): number {
    return this.height;
  }
}

/** Goes only when told, and counts the tickers that still run. */
export class FakeClock implements ViewClock {
  #now = 1000;
  readonly #tickers = new Set<{ periodMs: number; nextMs: number; tick: () => void }>();

  get tickers(): number {
    return this.#tickers.size;
  }

  now(): number {
    return this.#now;
  }

  every(periodMs: number, tick: () => void): () => void {
    const ticker = { periodMs, nextMs: this.#now + periodMs, tick };
    this.#tickers.add(ticker);
    return () => this.#tickers.delete(ticker);
  }

  pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = [...this.#tickers].toSorted((one, other) => one.nextMs - other.nextMs)[0];
      if (next === undefined || next.nextMs > end) break;
      this.#now = next.nextMs;
      next.nextMs += next.periodMs;
      next.tick();
    }
    this.#now = end;
  }
}
