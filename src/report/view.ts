import type { RunEvent } from '../events/events.ts';

/** A fold over the events of a run: the same for a run that goes on and for one that is read from its journal. */
export interface View {
  /** Must not wait. One that throws is told nothing more: see `guestView`. */
  onEvent(event: RunEvent): void;
  /**
   * Takes its hands off the terminal while a person is asked or told something, until the function that it gives back is
   * called. Above a question it leaves how the run stands: whoever decides looks at that.
   */
  suspend?(why: 'to-ask' | 'to-tell'): () => void;
  /** After the last event, also when the run broke: leaves the terminal as it was. */
  close(): void;
}
