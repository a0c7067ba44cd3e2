import { lateReadsMs } from '../late-reads.ts';

/** The reason of a deadline's signal when its time is out. */
export class TimeIsOut extends Error {
  override readonly name = 'TimeIsOut';
}

/** Time that work has. The signal aborts when it is out, or with the outer signal's reason. To be disposed of. */
export class Deadline implements Disposable {
  readonly timeoutMs: number;
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal;
  #leftMs: number;
  #runningSince: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(timeoutMs: number, outer: AbortSignal) {
    this.timeoutMs = timeoutMs;
    this.#leftMs = timeoutMs;
    this.#outer = outer;
    if (outer.aborted) this.#stop();
    else outer.addEventListener('abort', this.#stop, { once: true });
    this.resume();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get leftMs(): number {
    const spentMs = this.#runningSince === undefined ? 0 : performance.now() - this.#runningSince;
    return Math.max(0, this.#leftMs - spentMs);
  }

  /** Stops the clock: we wait for ourselves. */
  pause(): void {
    this.#leftMs = this.leftMs;
    this.#runningSince = undefined;
    clearTimeout(this.#timer);
  }

  resume(): void {
    this.#runningSince = performance.now();
    const longestMs = 2 ** 31 - 1;
    const giveUp = () => this.#controller.abort(new TimeIsOut());
    const onTimeOut = () => {
      this.#timer = setTimeout(giveUp, lateReadsMs);
    };
    this.#timer = setTimeout(onTimeOut, Math.min(Math.max(1, this.#leftMs), longestMs));
  }

  [Symbol.dispose](): void {
    this.pause();
    this.#outer.removeEventListener('abort', this.#stop);
  }

  readonly #stop = (): void => this.#controller.abort(this.#outer.reason);
}
