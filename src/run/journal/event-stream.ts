import type { Progress, RunEvent, StageProgress, Stamp } from '../../events/events.ts';
import type { Clock } from '../clock.ts';
import type { Journal } from './journal.ts';
import { maskedEvent } from './masked-event.ts';

/** An event without its stamp. */
export type Unstamped<Event> = Event extends Stamp ? Omit<Event, keyof Stamp> : never;
/** What it throws ends the run. */
export type Listener = (event: RunEvent) => void;

export interface EventStreamParts {
  readonly journal: Pick<Journal, 'append' | 'broken'>;
  readonly clock: Clock;
  /** Takes secrets out of a text. */
  readonly mask: (text: string) => string;
  readonly listeners: readonly Listener[];
  /** Where the run's own clock starts: not at 0 in a run that is resumed. */
  readonly beganMs?: number;
}

/** Events on their way: into the journal first, then to whoever listens. */
export class EventStream {
  readonly #parts: EventStreamParts;
  readonly #startedMs: number;

  constructor(parts: EventStreamParts) {
    this.#parts = parts;
    this.#startedMs = parts.clock.nowMs() - (parts.beganMs ?? 0);
  }

  /** Resolves when the event is on disk and told. Rejects with a JournalError: then nobody has heard of it. */
  async emit(event: Unstamped<Exclude<RunEvent, Progress | StageProgress>>): Promise<void> {
    const line = JSON.stringify(maskedEvent({ ...event, ...this.#stamp() }, this.#parts.mask));
    await this.#parts.journal.append(line);
    this.#tell(JSON.parse(line));
  }

  /** For what begins before it emits anything. @throws JournalError once an event could not be written: nothing new may start. */
  throwIfBroken(): void {
    const { broken } = this.#parts.journal;
    if (broken !== undefined) throw broken;
  }

  /** For eyes only. */
  progress(event: Unstamped<Progress | StageProgress>): void {
    this.#tell({ ...event, ...this.#stamp() });
  }

  elapsedMs(): number {
    return Math.round(this.#parts.clock.nowMs() - this.#startedMs);
  }

  #stamp(): Stamp {
    return { at: this.#parts.clock.wallClock().toISOString(), elapsedMs: this.elapsedMs() };
  }

  #tell(event: RunEvent): void {
    for (const listener of this.#parts.listeners) listener(event);
  }
}
