import type { RunEvent } from '../../events/events.ts';

/** After so long the evidence of an attempt was removed, or could not be. */
const longestRemovalMs = 60_000;

/**
 * Evidence that earlier processes of the run may have left on hosts: these attempts were over, and the process may have
 * died before it had it removed.
 */
export class Leftovers {
  /** Attempt ids by host. */
  readonly #left = new Map<string, string[]>();

  /** `events` are all that the journal tells, `stages` those whose commands leave evidence. */
  constructor(events: readonly RunEvent[], stages: ReadonlySet<string>) {
    for (const { host, attemptId } of attemptsOver(events, stages)) {
      this.#left.set(host, [...(this.#left.get(host) ?? []), attemptId]);
    }
  }

  /** Hosts where some may be. */
  get hosts(): readonly string[] {
    return [...this.#left.keys()];
  }

  /** The host's attempts, told once. */
  take(host: string): readonly string[] {
    const attemptIds = this.#left.get(host) ?? [];
    this.#left.delete(host);
    return attemptIds;
  }
}

interface Over {
  readonly host: string;
  readonly attemptId: string;
  readonly endedMs: number;
}

/** Those that were over shortly before their process ended. */
function attemptsOver(events: readonly RunEvent[], stages: ReadonlySet<string>): readonly Over[] {
  const found: Over[] = [];
  const going = new Map<string, string>();
  let ofProcess: Over[] = [];
  let nowMs = 0;
  const endProcess = () => {
    found.push(...ofProcess.filter(({ endedMs }) => nowMs - endedMs <= longestRemovalMs));
    ofProcess = [];
  };
  for (const event of events) {
    if (event.type === 'run-resumed') endProcess();
    nowMs = event.elapsedMs;
    if (!('host' in event) || !('stage' in event) || !stages.has(event.stage)) continue;
    const { host } = event;
    const task = `${event.stage}\0${host}`;
    const attemptId = going.get(task);
    const isOver = event.type === 'attempt-ended' || event.type === 'task-ended';
    const isReplaced = event.type === 'attempt-started'; // It had never begun, and its name was claimed for that.
    if (attemptId !== undefined && (isOver || isReplaced))
      ofProcess.push({ host, attemptId, endedMs: nowMs });
    if (event.type === 'attempt-started') going.set(task, event.attemptId);
    else if (isOver) going.delete(task);
  }
  endProcess();
  return found;
}
