import type { RunEvent } from '../events/events.ts';
import type { ViewClock } from './terminal.ts';
import type { View } from './view.ts';

/** Called once, when the view is gone already. */
export type OnFault = (error: unknown) => void;

/**
 * The view that `make` makes, as a guest of whoever tells it events: when it throws, also between two events, it is closed and
 * told nothing more.
 */
export function guestView(make: (clock: ViewClock) => View, clock: ViewClock, onFault: OnFault): View {
  return new GuestView(make, clock, onFault);
}

class GuestView implements View {
  readonly #onFault: OnFault;
  readonly #ticking = new Set<() => void>();
  #view: View | undefined;

  constructor(make: (clock: ViewClock) => View, clock: ViewClock, onFault: OnFault) {
    this.#onFault = onFault;
    const every: ViewClock['every'] = (periodMs, tick) => this.#every(clock, periodMs, tick);
    this.#view = make({ now: () => clock.now(), every });
  }

  onEvent(event: RunEvent): void {
    this.#let((view) => view.onEvent(event));
  }

  suspend(why: 'to-ask' | 'to-tell'): () => void {
    const goOn = this.#let((view) => view.suspend?.(why));
    return () => this.#let(() => goOn?.());
  }

  close(): void {
    this.#let((view) => view.close());
  }

  #every(clock: ViewClock, periodMs: number, tick: () => void): () => void {
    const stop = clock.every(periodMs, () => this.#let(tick));
    this.#ticking.add(stop);
    return () => {
      this.#ticking.delete(stop);
      stop();
    };
  }

  #let<Value>(work: (view: View) => Value): Value | undefined {
    const view = this.#view;
    if (view === undefined) return undefined;
    try {
      return work(view);
    } catch (error) {
      this.#drop(view);
      this.#onFault(error);
      return undefined;
    }
  }

  #drop(view: View): void {
    this.#view = undefined;
    try {
      view.close(); // The terminal may be its own still.
    } catch {
      // It has said what is wrong with it.
    }
    for (const stop of this.#ticking) stop();
    this.#ticking.clear();
  }
}
