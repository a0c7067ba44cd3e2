import type {
  PlannedHost,
  PlannedStage,
  RunEnded,
  RunEvent,
  StageStarted,
  Stamp,
  TaskEnded,
} from '../../src/events/events.ts';
import type { TaskResult } from '../../src/result/task-result.ts';

/** Tells the story of a run, event by event, with a clock that goes only when told. */
export class Story {
  readonly events: RunEvent[] = [];
  readonly #stages: readonly PlannedStage[];
  #elapsedMs = 0;

  constructor(hosts: readonly (string | PlannedHost)[], stages: readonly Partial<PlannedStage>[]) {
    const planned = hosts.map((host, at) =>
      typeof host === 'string' ? { name: host, address: `10.0.${at >> 8}.${at & 255}` } : host,
    );
    this.#stages = stages.map((stage, at) => ({
      id: String(at + 1),
      name: `Stage ${at + 1}`,
      kind: 'exec',
      hostCount: stage.kind === 'assert' ? 0 : hosts.length,
      concurrency: 10,
      continueOnError: false,
      ...stage,
    }));
    this.events.push({
      ...this.#stamp(),
      type: 'run-started',
      runId: '20261124-120405-k3f9',
      version: '0.1.0',
      playbook: { path: 'site.yml', name: 'Roll out the agent', sha256: '0'.repeat(64) },
      inventories: ['inventory.yml'],
      runDirectory: '/runs/20261124-120405-k3f9',
      stages: this.#stages,
      hosts: planned,
    });
  }

  after(ms: number): this {
    this.#elapsedMs += ms;
    return this;
  }

  stage(
    stage: string,
    hosts: readonly string[],
    notAll: Pick<StageStarted, 'leftOut' | 'whenFalse' | 'undecided'> = {},
  ): this {
    return this.tell({ type: 'stage-started', stage, hosts, ...notAll });
  }

  start(stage: string, ...hosts: readonly string[]): this {
    for (const host of hosts) {
      this.tell({ type: 'task-started', stage, host });
      this.tell({
        type: 'attempt-started',
        stage,
        host,
        attempt: 1,
        maxAttempts: 3,
        attemptId: `id-${host}`,
      });
    }
    return this;
  }

  doing(
    stage: string,
    host: string,
    doing: string,
    done?: number,
    total?: number,
    unit?: 'bytes' | 'ms',
  ): this {
    return this.tell({
      type: 'progress',
      stage,
      host,
      doing,
      ...(done !== undefined && { done }),
      ...(total !== undefined && { total }),
      ...(unit !== undefined && { unit }),
    });
  }

  retry(stage: string, host: string, attempt: number, result: Partial<TaskResult>, retryInMs = 5000): this {
    return this.tell({ type: 'attempt-ended', stage, host, attempt, result: resultOf(result), retryInMs });
  }

  finish(stage: string, host: string, result: Partial<TaskResult> = {}, more: Partial<TaskEnded> = {}): this {
    return this.tell({ type: 'task-ended', stage, host, result: resultOf(result), ...more });
  }

  endStage(stage: string, ok: number, planned: number, durationMs = 3200): this {
    const isGood = ok === planned;
    return this.tell({
      type: 'stage-ended',
      stage,
      isGood,
      stopsRun: false,
      tally: { ok, planned },
      durationMs,
    });
  }

  verdict(stage: string, isGood: boolean, verdict: string, durationMs = 0): this {
    return this.tell({ type: 'stage-ended', stage, isGood, stopsRun: !isGood, verdict, durationMs });
  }

  end(exitCode: RunEnded['exitCode'], stopped?: string): this {
    const durationMs = this.#elapsedMs;
    return this.tell({ type: 'run-ended', exitCode, durationMs, ...(stopped !== undefined && { stopped }) });
  }

  tell(event: Unstamped): this {
    this.events.push({ ...this.#stamp(), ...event });
    return this;
  }

  #stamp(): Stamp {
    const at = new Date(Date.UTC(2026, 10, 24, 12, 4, 5) + this.#elapsedMs).toISOString();
    return { at, elapsedMs: this.#elapsedMs };
  }
}

type Unstamped = RunEvent extends infer Event
  ? Event extends RunEvent
    ? Omit<Event, keyof Stamp>
    : never
  : never;

export function resultOf(result: Partial<TaskResult>): TaskResult {
  return { outcome: 'ok', ran: 'yes', attempts: 1, durationMs: 1200, ...result };
}

export function text(tail: string, file = 'hosts/m7/2.err') {
  return { tail, bytes: Buffer.byteLength(tail), file };
}

export function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}${at + 1}`);
}
