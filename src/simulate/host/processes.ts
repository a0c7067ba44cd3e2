import type { Timers } from '../../remote/time/timers.ts';

export type ProcessEnd = 'done' | 'killed';

interface Process {
  readonly survivesKill: boolean;
  readonly end: (how: ProcessEnd) => void;
}

/** What runs on a host, by the attempt that started it. */
export class Processes {
  readonly #running = new Map<string, Set<Process>>();

  /** Settles when it has run so long, or was killed. */
  start(timers: Timers, attemptId: string, takesMs: number, survivesKill: boolean): Promise<ProcessEnd> {
    return new Promise((resolve) => {
      const of = this.#running.get(attemptId) ?? new Set();
      const process: Process = {
        survivesKill,
        end: (how) => {
          cancel();
          of.delete(process);
          if (of.size === 0) this.#running.delete(attemptId);
          resolve(how);
        },
      };
      const cancel = timers.after(takesMs, () => process.end('done'));
      this.#running.set(attemptId, of.add(process));
    });
  }

  areAlive(attemptId: string): boolean {
    return this.#running.has(attemptId);
  }

  /** Whether none is left. */
  kill(attemptId: string): boolean {
    for (const process of [...(this.#running.get(attemptId) ?? [])]) {
      if (!process.survivesKill) process.end('killed');
    }
    return !this.areAlive(attemptId);
  }

  /** As a reboot does. */
  killAll(): void {
    for (const processes of [...this.#running.values()]) {
      for (const process of [...processes]) process.end('killed');
    }
  }
}
