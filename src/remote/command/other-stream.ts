import { lateReadsMs } from '../../transport/late-reads.ts';
import type { Channel } from '../../transport/transport.ts';
import { systemTimers, type Timers } from '../time/timers.ts';
import type { StreamName } from './stream-pair.ts';

/** Marks that are written at once may come one after the other; long enough that a host seldom needs more. */
const usualMs = 1000;

/**
 * Waits for the start mark of one stream when the end mark of the other has come: the login may send it elsewhere, as
 * `exec 2>/dev/null` in .bashrc does. A link keeps the order in which a host sends, so what has not come before the end of the shell
 * never will.
 */
export class OtherStream implements Disposable {
  readonly #channel: Channel;
  readonly #timers: Timers;
  readonly #hasBegun: () => boolean;
  readonly #cancels: (() => void)[] = [];
  #isOver = false;

  constructor(channel: Channel, hasBegun: () => boolean, timers = systemTimers) {
    this.#channel = channel;
    this.#hasBegun = hasBegun;
    this.#timers = timers;
  }

  /** Calls back where the stream does not begin soon. */
  miss(then: () => void): void {
    this.#after(usualMs, () => {
      if (!this.#hasBegun()) then();
    });
  }

  /** Has the shell end, which waits for an answer, and calls `giveUp` when it did; not where the stream begins soon. */
  wait(giveUp: () => void): void {
    this.miss(() => {
      this.#channel.stdin.end();
      void this.#channel.exited.then(() => this.#after(lateReadsMs, giveUp));
    });
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    for (const cancel of this.#cancels) cancel();
  }

  #after(ms: number, then: () => void): void {
    if (!this.#isOver) this.#cancels.push(this.#timers.after(ms, then));
  }
}

/** A login that has joined its streams is another: both have all marks then. */
export function sentElsewhere(host: string, stream: StreamName): string {
  const sign = stream === 'stderr' ? '2>' : '>';
  return `the login on ${host} sends ${stream} elsewhere, look for "exec ${sign}" in .bashrc, or a forced command`;
}
