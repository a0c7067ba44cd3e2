import type { RunEvent } from '../../events/events.ts';
import { FleetState } from '../fleet/fleet-state.ts';
import { standing, verdict } from '../summary/summary.ts';
import { summaryLook, writeSummary } from '../summary/write-summary.ts';
import type { Terminal, ViewClock } from '../terminal.ts';
import { symbolsOf } from '../text/symbols.ts';
import type { View } from '../view.ts';
import { frame } from './frame.ts';
import { Painter } from './painter.ts';

/** At most 12 frames a second. */
const frameMs = 83;

/**
 * For a person at a terminal: the fleet as it is now, redrawn in place. At the end the summary goes to `result`; where
 * that is no terminal the verdict stays in the scrollback, so that nobody looks at an empty screen.
 */
export function liveView(terminal: Terminal, clock: ViewClock, result: Terminal = terminal): View {
  return new LiveView(terminal, clock, result);
}

class LiveView implements View {
  readonly #terminal: Terminal;
  readonly #clock: ViewClock;
  readonly #result: Terminal;
  readonly #painter: Painter;
  readonly #fleet = new FleetState();
  #heardAt = 0;
  /** How many want the terminal for themselves: a line may be told while a person is asked. */
  #suspensions = 0;
  #stopTicking: (() => void) | undefined;

  constructor(terminal: Terminal, clock: ViewClock, result: Terminal) {
    this.#terminal = terminal;
    this.#clock = clock;
    this.#result = result;
    this.#painter = new Painter(terminal);
  }

  onEvent(event: RunEvent): void {
    this.#fleet.apply(event);
    this.#heardAt = this.#clock.now();
    if (event.type === 'run-ended') this.close();
    else if (event.type === 'run-started') this.#begin();
  }

  suspend(why: 'to-ask' | 'to-tell'): () => void {
    if (this.#stopTicking === undefined) return () => {};
    this.#suspensions++;
    this.#painter.finish(why === 'to-ask' ? this.#standing() : '');
    return () => {
      this.#suspensions--;
    };
  }

  close(): void {
    if (this.#stopTicking === undefined) return;
    this.#stopTicking();
    this.#stopTicking = undefined;
    const isSeen = Number.isFinite(this.#result.columns());
    this.#painter.finish(isSeen ? '' : `${verdict(this.#fleet, summaryLook(this.#terminal)).join('\n')}\n`);
    writeSummary(this.#fleet, this.#result);
  }

  /** It stays in the scrollback: the failures of a fleet may be higher than a frame. */
  #standing(): string {
    return `${standing(this.#fleet, summaryLook(this.#terminal)).join('\n')}\n`;
  }

  #begin(): void {
    this.#draw();
    this.#stopTicking ??= this.#clock.every(frameMs, () => this.#draw());
  }

  #draw(): void {
    if (this.#suspensions > 0) return;
    const { columns, rows, look } = this.#size();
    const nowMs = this.#fleet.elapsedMs + this.#clock.now() - this.#heardAt;
    this.#painter.draw(frame(this.#fleet, { ...look, columns, rows, nowMs }));
  }

  /** Asked anew for each frame: the window may have changed. */
  #size() {
    const terminal = this.#terminal;
    const look = { hasColor: terminal.hasColor, symbols: symbolsOf(terminal) };
    return { columns: Math.max(1, terminal.columns()), rows: Math.max(2, terminal.rows()), look };
  }
}
