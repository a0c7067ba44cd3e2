import { onAbort } from '../../remote/time/on-abort.ts';
import { systemTimers, type Timers } from '../../remote/time/timers.ts';

const mostRejections = 3;

/** A host that lets a login hang makes the others wait no longer. */
const longestTurnMs = 5000;

/**
 * What hosts said to one credential so far. Until the first has accepted it, only so many may be asked at once that no
 * more than three can reject it.
 */
export class CredentialStanding {
  readonly #rejectedBy = new Set<string>();
  readonly #acceptedBy = new Set<string>();
  readonly #asking = new Map<string, () => void>();
  readonly #timers: Timers;
  readonly #waiting = new Set<() => void>();

  constructor(timers: Timers = systemTimers) {
    this.#timers = timers;
  }

  /** Why the host must not be asked; undefined when it may. */
  whyNot(host: string): 'rejected here' | 'rejected elsewhere' | undefined {
    if (this.#acceptedBy.has(host)) return undefined;
    if (this.#rejectedBy.has(host)) return 'rejected here';
    return this.#rejectedBy.size >= mostRejections ? 'rejected elsewhere' : undefined;
  }

  /**
   * Resolves when the host may be asked, when `whyNot` has an answer, or when the signal is aborted: then nobody logs in
   * any more, and no other host waits for it.
   */
  async turn(host: string, signal: AbortSignal): Promise<void> {
    while (this.#mustWait() && this.whyNot(host) === undefined && !signal.aborted) await this.#change(signal);
    if (signal.aborted) return;
    this.#asking.set(
      host,
      this.#timers.after(longestTurnMs, () => this.ended(host)),
    );
  }

  accepted(host: string): void {
    this.#acceptedBy.add(host);
  }

  rejected(host: string): void {
    this.#rejectedBy.add(host);
  }

  /** The login came to an end, whichever. */
  ended(host: string): void {
    this.#asking.get(host)?.();
    this.#asking.delete(host);
    for (const wake of [...this.#waiting]) wake();
  }

  /** Resolves when a login has come to an end, or at once when the signal is aborted. */
  async #change(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.add(resolve);
    const forget = onAbort(signal, resolve);
    await promise;
    forget();
    this.#waiting.delete(resolve);
  }

  #mustWait(): boolean {
    return this.#acceptedBy.size === 0 && this.#asking.size + this.#rejectedBy.size >= mostRejections;
  }
}
