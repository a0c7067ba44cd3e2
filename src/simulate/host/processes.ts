import type { Timers } from '../../remote/time/timers.ts';

export type ProcessEnd = 'done' | 'killed';

interface Process {
  readonly survivesKill: boolean;
  readonly end: (how: ProcessEnd) => void;
}

/** What runs on a host, by the tag of the attempt that started it. */
export class Processes {
  readonly #running = new Map<string, Set<Process>>();

  /** Settles when it has run so long, or was killed. */
  start(timers: Timers, tag: string, takesMs: number, survivesKill: boolean): Promise<ProcessEnd> {
    return new Promise((resolve) => {
      const of = this.#running.get(tag) ?? new Set();
      const process: Process = {
        survivesKill,
        end: (how) => {
          cancel();
          of.delete(process);
          if (of.size === 0) this.#running.delete(tag);
          resolve(how);
        },
      };
      const cancel = timers.after(takesMs, () => process.end('done'));
      this.#running.set(tag, of.add(process));
    });
  }

  areAlive(tag: string): boolean {
    return this.#running.has(tag);
  }

  /** Whether none is left. */
  kill(tag: string): boolean {
    for (const process of [...(this.#running.get(tag) ?? [])]) {
      if (!process.survivesKill) process.end('killed');
    }
    return !this.areAlive(tag);
  }

  /** As a reboot does. */
  killAll(): void {
    for (const processes of [...this.#running.values()]) {
      for (const process of [...processes]) process.end('killed');
    }
  }
}
