import { type FoundLock, giveBackHostLock, takeHostLock } from '../../remote/host-lock.ts';
import { type Link, newNonce } from '../../remote/link.ts';
import { TaskFailure } from '../../result/task-failure.ts';
import { TransportError } from '../../transport/errors.ts';
import type { Connection } from '../../transport/transport.ts';
import type { Clock } from '../clock.ts';
import { heldSentence } from './held-sentence.ts';
import { type HostHolder, holderText, readHolder } from './host-holder.ts';

const triesForYounger = 20;
const pauseMs = 250;

/**
 * The locks that a run has on its hosts. Each new link takes its host's, or finds it there: so a host that was not
 * reached at first, or lost the file when it booted, is locked before anything else is done there.
 */
export class HostLocks {
  /** Hosts that may hold the lock of this run. */
  readonly taken = new Set<string>();
  readonly #holder: HostHolder;
  readonly #clock: Clock;
  #isOver = false;

  constructor(holder: HostHolder, clock: Clock) {
    this.#holder = holder;
    this.#clock = clock;
  }

  /**
   * Of two runs that come at once the younger gives back what it has and ends, so the older waits a little.
   * @throws TransportError `host_locked`, `lock_failed`
   */
  async take(host: string, connection: Connection, signal: AbortSignal): Promise<void> {
    if (this.#isOver) return;
    const link = this.#linkOf(host, connection, signal);
    this.taken.add(host); // Where the answer does not come, nobody knows.
    for (let tries = 1; ; tries++) {
      const found = await takeHostLock(link, this.#holder.id, holderText(this.#holder)).catch(asLockFailure);
      if (found === undefined) return;
      const other = readHolder(found);
      const isYounger = other !== undefined && other.id > this.#holder.id;
      if (!isYounger || tries === triesForYounger || signal.aborted) {
        this.taken.delete(host);
        throw new TransportError('host_locked', sentence(host, found, other));
      }
      await this.#clock.sleep(pauseMs, signal);
    }
  }

  /** From now on no link takes a lock. False when that was said before. */
  end(): boolean {
    const isFirst = !this.#isOver;
    this.#isOver = true;
    return isFirst;
  }

  /** @throws TransportError, TaskFailure */
  async giveBack(host: string, connection: Connection, signal: AbortSignal): Promise<void> {
    await giveBackHostLock(this.#linkOf(host, connection, signal), this.#holder.id);
    this.taken.delete(host);
  }

  #linkOf(host: string, connection: Connection, signal: AbortSignal): Link {
    return { host, connection, attemptId: newNonce(), signal, timers: this.#clock };
  }
}

function sentence(host: string, found: FoundLock, holder: HostHolder | undefined): string {
  if (holder !== undefined) return heldSentence([host], holder, ' -i INVENTORY');
  const owner = found.owner === '' ? '' : `, which belongs to ${found.owner} there`;
  return `${host} is locked by a file that is none of aeon-run: look at ${found.path}${owner}, and remove it`;
}

function asLockFailure(error: unknown): never {
  if (!(error instanceof TaskFailure) || error.reason === 'cancelled') throw error;
  throw new TransportError('lock_failed', `the lock could not be taken: ${error.message}`, { cause: error });
}
