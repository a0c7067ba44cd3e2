import type { PlannedHost, PlannedStage } from '../../events/events.ts';
import type { Outcome } from '../../result/outcome.ts';
import type { Reason } from '../../result/reason.ts';
import type { TaskResult } from '../../result/task-result.ts';
import { lastSaid } from '../text/last-said.ts';
import { anonymous } from './anonymous.ts';

/** Hosts that came out badly in the same stage, for the same reason, with the same sentence. */
export interface FailureGroup {
  readonly stage: PlannedStage;
  readonly outcome: Outcome;
  readonly reason?: Reason;
  /** Of the first host; those of the others differ in no more than their own name and address. */
  readonly message?: string;
  /** The message is true of the first host alone, as it stands. */
  readonly namesItsHost: boolean;
  /** The end of what the first host, or this machine, wrote on stderr, else on stdout, and where all of it lies. */
  readonly lastWords: string;
  readonly logFile?: string;
  /** In the order in which they failed: the first one is the one that is quoted. None where the stage ran on this machine. */
  readonly hosts: Set<string>;
}

/** More sentences than this are not told apart, so that a strange fleet does not fill the memory. */
const mostGroups = 500;
const longestWords = 2000;

/** All failures of a run, each kind kept once. */
export class FailureGroups {
  readonly #groups = new Map<string, FailureGroup>();

  add(stage: PlannedStage, host: PlannedHost, result: TaskResult): void {
    const isToldApart = this.#groups.size < mostGroups;
    const sentence = isToldApart ? anonymous(result.message ?? '', host) : '';
    const key = JSON.stringify([stage.id, result.outcome, result.reason, sentence]);
    const group = this.#groups.get(key);
    if (group !== undefined) {
      group.hosts.add(host.name);
      return;
    }
    const namesItsHost = !isToldApart || sentence.includes('\0');
    this.#groups.set(key, { ...newGroup(stage, result, host.name), namesItsHost });
  }

  /** Of a stage that ran on this machine, once: what it wrote, if it did. Its sentence is the verdict of the stage. */
  addHere(stage: PlannedStage, { message: _, ...result }: TaskResult): void {
    const group = newGroup(stage, result);
    if (group.logFile !== undefined) this.#groups.set(JSON.stringify([stage.id]), group);
  }

  /** The host has come back: its failures are history. What is unknown stays. */
  forget(host: string): void {
    for (const [key, group] of this.#groups) {
      if (group.outcome === 'unknown') continue;
      if (group.hosts.delete(host) && group.hosts.size === 0) this.#groups.delete(key);
    }
  }

  /** The uncertain first, then what hit most hosts; cancelled and tolerated ones last. */
  sorted(): readonly FailureGroup[] {
    return [...this.#groups.values()].toSorted(
      (one, other) => urgency(one) - urgency(other) || other.hosts.size - one.hosts.size,
    );
  }
}

function newGroup(stage: PlannedStage, result: TaskResult, ...hosts: readonly string[]): FailureGroup {
  const { outcome, reason, message, stdout, stderr } = result;
  const said = lastSaid(result);
  const logFile = said?.file ?? stderr?.file ?? stdout?.file;
  return {
    stage,
    outcome,
    lastWords: lastWords(said?.tail ?? ''),
    hosts: new Set(hosts),
    namesItsHost: false,
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
    ...(logFile !== undefined && { logFile }),
  };
}

function urgency(group: FailureGroup): number {
  if (isTolerated(group)) return 3;
  if (group.outcome === 'cancelled') return 2;
  return group.outcome === 'unknown' ? 0 : 1;
}

/** The stage says `continue-on-error`, and it was no more than a failure. */
export function isTolerated({ stage, outcome }: Pick<FailureGroup, 'stage' | 'outcome'>): boolean {
  return stage.continueOnError && outcome === 'failed';
}

/** A copy, so that the whole tail is not kept alive by a piece of it. */
function lastWords(tail: string): string {
  return Buffer.from(tail.slice(-longestWords)).toString();
}
