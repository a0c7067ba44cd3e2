import type { Socket } from 'node:net';

export interface Pace {
  readonly isFrozen: boolean;
  readonly delayMs?: number;
  readonly bytesPerSecond?: number;
  /** Nothing goes on after so many bytes in all. */
  readonly limit?: number;
}

const mostKept = 1024 * 1024;

/** Passes bytes from one socket to the other, in order and at the pace that is set. */
export class Flow {
  received = 0;
  passed = 0;
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #onPassed: () => void;
  readonly #kept: Buffer[] = [];
  readonly #waiting: { readonly bytes: Buffer; readonly dueAt: number }[] = [];
  #waitingBytes = 0;
  #pace: Pace = { isFrozen: false };
  #isEnded = false;
  #isStopped = false;
  #isBusy = false;
  #freeAt = 0;

  constructor(from: Socket, to: Socket, onPassed: () => void) {
    this.#from = from;
    this.#to = to;
    this.#onPassed = onPassed;
    from.on('data', (bytes: Buffer) => this.#take(bytes));
    from.on('end', () => {
      this.#isEnded = true;
      void this.#pump();
    });
  }

  /** The first mebibyte that came in. */
  get beginning(): Buffer {
    return Buffer.concat(this.#kept).subarray(0, mostKept);
  }

  set(pace: Pace): void {
    this.#pace = pace;
    void this.#pump();
  }

  /** Nothing goes on from now. */
  stop(): void {
    this.#isStopped = true;
    this.#waiting.length = 0;
  }

  #take(bytes: Buffer): void {
    if (this.received < mostKept) this.#kept.push(bytes);
    this.received += bytes.length;
    if (this.#isStopped) return;
    this.#waiting.push({ bytes, dueAt: performance.now() + (this.#pace.delayMs ?? 0) });
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes > mostKept) this.#from.pause();
    void this.#pump();
  }

  async #pump(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    while (this.#mayPass) {
      const next = this.#waiting[0];
      if (next === undefined) break;
      await sleepUntil(Math.max(next.dueAt, this.#freeAt));
      if (this.#mayPass) await this.#pass(next.bytes);
    }
    this.#isBusy = false;
    if (this.#isEnded && !this.#isStopped && this.#waiting.length === 0) this.#to.end();
  }

  get #mayPass(): boolean {
    const { isFrozen, limit = Number.POSITIVE_INFINITY } = this.#pace;
    return !this.#isStopped && !isFrozen && this.passed < limit && !this.#to.destroyed;
  }

  async #pass(bytes: Buffer): Promise<void> {
    const { bytesPerSecond = Number.POSITIVE_INFINITY, limit = Number.POSITIVE_INFINITY } = this.#pace;
    const size = Math.min(bytes.length, Math.max(1, Math.floor(bytesPerSecond / 20)), limit - this.passed);
    this.#shift(size);
    this.#freeAt = performance.now() + (size / bytesPerSecond) * 1000;
    await new Promise<void>((resolve) => this.#to.write(bytes.subarray(0, size), () => resolve()));
    this.passed += size;
    this.#onPassed();
  }

  #shift(size: number): void {
    const head = this.#waiting.shift();
    if (head === undefined) return;
    if (size < head.bytes.length) this.#waiting.unshift({ ...head, bytes: head.bytes.subarray(size) });
    this.#waitingBytes -= size;
    if (this.#waitingBytes <= mostKept) this.#from.resume();
  }
}

async function sleepUntil(at: number): Promise<void> {
  const ms = at - performance.now();
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}
