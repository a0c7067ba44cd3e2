import { untilAborted } from './until-aborted.ts';

/** Lets at most `limit` in at once; the others wait in the order in which they came. */
export class Gate {
  limit: number;
  #inside = 0;
  readonly #waiting = new Set<() => void>();

  constructor(limit: number) {
    this.limit = limit;
  }

  get inside(): number {
    return this.#inside;
  }

  get isEmpty(): boolean {
    return this.#inside === 0 && this.#waiting.size === 0;
  }

  /** Disposing of the pass, once or more often, lets the next one in. Rejects with the signal's reason. */
  async enter(signal: AbortSignal): Promise<Disposable> {
    signal.throwIfAborted();
    const pass = this.enterAtOnce();
    if (pass !== undefined) return pass;
    await this.#wait(signal); // Who lets us in counts us.
    return this.#pass();
  }

  /** Undefined where others would have to wait for it, or wait already. */
  enterAtOnce(): Disposable | undefined {
    if (this.#inside >= this.limit || this.#waiting.size > 0) return;
    this.#inside += 1;
    return this.#pass();
  }

  #pass(): Disposable {
    let isInside = true;
    return {
      [Symbol.dispose]: () => {
        if (!isInside) return;
        isInside = false;
        this.#inside -= 1;
        this.#letIn();
      },
    };
  }

  #wait(signal: AbortSignal): Promise<void> {
    return untilAborted(signal, (resolve) => {
      this.#waiting.add(resolve);
      return () => this.#waiting.delete(resolve);
    });
  }

  #letIn(): void {
    for (const letIn of this.#waiting) {
      if (this.#inside >= this.limit) return;
      this.#inside += 1;
      letIn();
    }
  }
}
