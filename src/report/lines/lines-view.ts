import type { RunEvent } from '../../events/events.ts';
import { FleetState } from '../fleet/fleet-state.ts';
import { writeSummary } from '../summary/write-summary.ts';
import type { Terminal, ViewClock } from '../terminal.ts';
import { symbolsOf } from '../text/symbols.ts';
import type { View } from '../view.ts';
import { eventLines } from './event-lines.ts';
import { heartbeat } from './heartbeat.ts';
import type { LineLook } from './prefix.ts';

const heartbeatMs = 30_000;

export interface LinesOptions {
  /** `failures` leaves out all but those and the summary. */
  readonly show: 'all' | 'failures';
  /** The time of day that people read, from a time stamp in ISO 8601; that of UTC unless told. */
  readonly timeOfDay?: (at: string) => string;
  /** Where the summary goes; to the lines unless told. */
  readonly result?: Terminal;
}

/** For pipes and CI: one line for each thing that matters, each with a stable prefix; a summary at the end. */
export function linesView(
  terminal: Terminal,
  clock: ViewClock,
  options: LinesOptions = { show: 'all' },
): View {
  return new LinesView(terminal, clock, options);
}

class LinesView implements View {
  readonly #terminal: Terminal;
  readonly #clock: ViewClock;
  readonly #options: LinesOptions;
  readonly #look: LineLook;
  readonly #fleet = new FleetState();
  #heardAt = 0;
  #stopBeating: (() => void) | undefined;
  #hasWritten = false;
  #isSummedUp = false;

  constructor(terminal: Terminal, clock: ViewClock, options: LinesOptions) {
    this.#terminal = terminal;
    this.#clock = clock;
    this.#options = options;
    this.#look = {
      hasColor: terminal.hasColor,
      columns: () => terminal.columns(),
      symbols: symbolsOf(terminal),
      timeOfDay: options.timeOfDay ?? utcTimeOfDay,
    };
  }

  onEvent(event: RunEvent): void {
    this.#fleet.apply(event);
    this.#heardAt = this.#clock.now();
    if (this.#options.show === 'all' || isFailure(event))
      this.#write(eventLines(this.#fleet, event, this.#look));
    if (event.type === 'stage-started') this.#beginBeating();
    if (event.type === 'stage-ended') this.#endBeating();
    if (event.type === 'run-ended') this.close();
  }

  close(): void {
    this.#endBeating();
    if (this.#isSummedUp || this.#fleet.run === undefined) return;
    this.#isSummedUp = true;
    if (this.#hasWritten) this.#write(['']);
    writeSummary(this.#fleet, this.#options.result ?? this.#terminal);
  }

  #beginBeating(): void {
    this.#endBeating();
    if (this.#options.show !== 'all') return;
    this.#stopBeating = this.#clock.every(heartbeatMs, () => {
      this.#write(heartbeat(this.#fleet, this.#clock.now() - this.#heardAt, this.#look));
    });
  }

  #endBeating(): void {
    this.#stopBeating?.();
    this.#stopBeating = undefined;
  }

  #write(lines: readonly string[]): void {
    if (lines.length === 0) return;
    this.#hasWritten = true;
    this.#terminal.write(`${lines.join('\n')}\n`);
  }
}

function utcTimeOfDay(at: string): string {
  return at.slice(11, 19);
}

function isFailure(event: RunEvent): boolean {
  const isOver = event.type === 'task-ended' || event.type === 'stage-ended';
  if (!isOver || event.result === undefined) return false;
  return !['ok', 'skipped', 'cancelled'].includes(event.result.outcome);
}
