import { appendFileSync, closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { linesView } from '../../report/lines/lines-view.ts';
import type { ViewClock } from '../../report/terminal.ts';
import type { View } from '../../report/view.ts';
import type { RunDirectory } from '../../run/journal/run-directory.ts';
import { localTimeOfDay } from '../terminal.ts';

/**
 * `run.log`: the same lines that a pipe would get, a moment later. It is written anew where a run goes on, as the view is
 * told what was before: a process that was killed may have left less than that.
 */
export function logView({ path }: RunDirectory, clock: ViewClock): View {
  const log = new LogFile(join(path, 'run.log'));
  const terminal = {
    write: (text: string) => log.write(text),
    columns: () => Number.POSITIVE_INFINITY,
    rows: () => Number.POSITIVE_INFINITY,
    hasColor: false,
    hasUnicode: true,
  };
  const lines = linesView(terminal, clock, { show: 'all', timeOfDay: localTimeOfDay });
  return {
    onEvent: (event) => lines.onEvent(event),
    close: () => {
      lines.close();
      log.close();
    },
  };
}

const flushMs = 250;

/** Gathers what comes within a moment, as each write costs more than its text. */
class LogFile {
  readonly #path: string;
  /** What comes after its end is not to take the rest away. */
  #flags: 'w' | 'a' = 'w';
  #file: number | undefined;
  #held = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  write(text: string): void {
    this.#held += text;
    this.#timer ??= setTimeout(() => this.#flush(), flushMs);
  }

  close(): void {
    this.#flush();
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = this.#held;
    this.#held = '';
    if (text === '') return;
    try {
      this.#file ??= openSync(this.#path, this.#flags, 0o600);
      this.#flags = 'a';
      appendFileSync(this.#file, text);
    } catch {
      // The journal says when nothing can be written any more.
    }
  }
}
