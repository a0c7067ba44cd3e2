/** Something that happens at a moment of virtual time. */
export interface PlannedEvent {
  readonly atMs: number;
  /** Of two at the same moment the one that was planned first comes first. */
  readonly order: number;
  /** Undefined once it is cancelled. */
  happen: (() => void) | undefined;
}

/** Events by their time: a binary heap. Cancelled ones stay until they are most of it. */
export class EventQueue {
  #heap: PlannedEvent[] = [];
  #order = 0;
  #cancelled = 0;

  add(atMs: number, happen: () => void): PlannedEvent {
    const event = { atMs, order: this.#order++, happen };
    this.#push(event);
    return event;
  }

  cancel(event: PlannedEvent): void {
    if (event.happen === undefined) return;
    event.happen = undefined;
    this.#cancelled += 1;
    if (this.#cancelled > 1000 && this.#cancelled > this.#heap.length / 2) this.#sweep();
  }

  /** When the next event is. */
  nextMs(): number | undefined {
    while (this.#heap[0] !== undefined && this.#heap[0].happen === undefined) {
      this.#pop();
      this.#cancelled -= 1;
    }
    return this.#heap[0]?.atMs;
  }

  /** Takes the next event out. */
  take(): (() => void) | undefined {
    if (this.nextMs() === undefined) return undefined;
    const event = this.#pop();
    const happen = event?.happen;
    if (event !== undefined) event.happen = undefined; // To cancel it now changes nothing.
    return happen;
  }

  #sweep(): void {
    const living = this.#heap.filter(({ happen }) => happen !== undefined);
    this.#heap = [];
    this.#cancelled = 0;
    for (const event of living.sort((one, other) => (isBefore(one, other) ? -1 : 1))) this.#heap.push(event);
  }

  #push(event: PlannedEvent): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = heap[parentAt];
      if (parent === undefined || isBefore(parent, event)) break;
      heap[at] = parent;
      at = parentAt;
    }
    heap[at] = event;
  }

  #pop(): PlannedEvent | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      if (left === undefined) break;
      const isRight = right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (isBefore(last, child)) break;
      heap[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = last;
    return first;
  }
}

function isBefore(one: PlannedEvent, other: PlannedEvent): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
}
