import { setTimeout as delay } from 'node:timers/promises';
import { onAbort } from '../../remote/time/on-abort.ts';
import type { Clock } from '../../run/clock.ts';
import { EventQueue } from './event-queue.ts';

/** Each rehearsal begins here, so that two of them write the same bytes. */
const startOfTime = Date.UTC(2026, 0, 1);
/** What floating-point numbers leave of a time may be too little to move it: whoever waits for the rest would wait for ever. */
const leastMs = 0.001;
/** In paced time: how long to look away. */
const sliceMs = 20;
/** Nothing is planned and nothing comes: then somebody waits for something that this clock does not know. */
const longestStandMs = 10_000;

/** Virtual time does not go on any more, and the work is not done. A fault of our own. */
export class StandstillError extends Error {
  override readonly name = 'StandstillError';
}

/**
 * Time that passes only when nobody has anything left to do: then it jumps to the next event. With a pace it passes so
 * many times as fast as real time instead, to be watched.
 */
export class VirtualTime implements Clock {
  readonly #events = new EventQueue();
  readonly #pace: number | undefined;
  #nowMs = 0;
  #pacedFrom = performance.now();
  #failure: { readonly error: unknown } | undefined;

  constructor(pace?: number) {
    this.#pace = pace;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  /** As a spectator sees it: between two events too. */
  watchedMs(): number {
    return this.#pace === undefined ? this.#nowMs : Math.max(this.#nowMs, this.#pacedMs(this.#pace));
  }

  wallClock(): Date {
    return new Date(startOfTime + this.#nowMs);
  }

  after(ms: number, then: () => void): () => void {
    if (ms === Number.POSITIVE_INFINITY) return () => {};
    const event = this.#events.add(this.#nowMs + (ms > 0 ? Math.max(ms, leastMs) : 0), then);
    return () => this.#events.cancel(event);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        forget();
        resolve();
      };
      const cancel = this.after(ms, end);
      const forget = signal === undefined ? () => {} : onAbort(signal, end);
    });
  }

  /** Ends `passUntil` with the error: a simulated host is broken. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /** Lets time pass until `work` settles. */
  async passUntil<Value>(work: Promise<Value>): Promise<Value> {
    let isSettled = false;
    const settle = () => {
      isSettled = true;
    };
    work.then(settle, settle);
    this.#pacedFrom = performance.now() - this.#nowMs / (this.#pace ?? 1);
    let standsSinceMs: number | undefined;
    for (;;) {
      await quiet();
      if (this.#failure !== undefined) throw this.#failure.error;
      if (isSettled) return work;
      const nextMs = this.#events.nextMs();
      if (nextMs === undefined) {
        standsSinceMs ??= performance.now();
        if (performance.now() - standsSinceMs > longestStandMs) throw new StandstillError(standstill);
        await delay(1); // Somebody may be at the disk.
        continue;
      }
      standsSinceMs = undefined;
      const aheadMs = this.#pace === undefined ? 0 : (nextMs - this.#pacedMs(this.#pace)) / this.#pace;
      if (aheadMs > 0) {
        await delay(Math.min(sliceMs, aheadMs));
        continue;
      }
      this.#nowMs = Math.max(this.#nowMs, nextMs);
      this.#events.take()?.();
    }
  }

  #pacedMs(pace: number): number {
    return (performance.now() - this.#pacedFrom) * pace;
  }
}

const standstill =
  'the rehearsal stands still: the run waits for something that no simulated host will ever do';

/** Resolves when all that could go on at once has: promises and ticks run dry before an immediate comes. */
function quiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
