import type { PlannedHost, PlannedStage } from '../../events/events.ts';
import type { TaskResult } from '../../result/task-result.ts';
import type { HostOutcome } from '../host-outcome.ts';
import type { DeviceResult, DeviceStageResult } from './results.ts';

const longestText = 4096;

const stoppedBefore = 'the run ended before all stages of this host had run';

/** What is kept of a host until the results are asked for. */
export class DeviceRecord {
  readonly #stages: DeviceStageResult[] = [];
  #durationMs = 0;
  #exitCode: number | null = null;
  #output = '';
  #error = '';

  add({ id, name }: PlannedStage, result: TaskResult): void {
    const { outcome, reason, message, exitCode, attempts, changed, durationMs } = result;
    this.#stages.push({
      id,
      name,
      outcome,
      ...(reason !== undefined && { reason }),
      ...(message !== undefined && { message }),
      exit_code: exitCode ?? null,
      attempts,
      ...(changed !== undefined && { changed }),
      duration_seconds: seconds(durationMs),
    });
    this.#durationMs += durationMs;
    if (outcome !== 'skipped') this.#remember(result);
  }

  /** With the host's outcome over all stages. */
  toResult({ name, address }: PlannedHost, { outcome, isSuccess }: HostOutcome): DeviceResult {
    return {
      ip: address,
      status: isSuccess ? 'success' : 'failed',
      duration_seconds: seconds(this.#durationMs),
      exit_code: this.#exitCode,
      output: this.#output,
      error: outcome === 'cancelled' && this.#error === '' ? stoppedBefore : this.#error,
      host: name,
      outcome,
      stages: this.#stages,
    };
  }

  /** Of the last command, but of a stage without one when it did not come out well. */
  #remember({ outcome, message, reason, exitCode, stdout, stderr }: TaskResult): void {
    if (outcome === 'ok' && exitCode === undefined) return;
    const sentence = outcome === 'ok' ? '' : (message ?? reason ?? outcome);
    this.#exitCode = exitCode ?? null;
    this.#output = end(stdout?.tail ?? '');
    this.#error = [sentence, end(stderr?.tail ?? '')].filter((text) => text !== '').join('\n');
  }
}

/** A copy, so that the whole tail is not kept alive by a piece of it. */
function end(tail: string): string {
  return tail.length <= longestText ? tail : Buffer.from(tail.slice(-longestText)).toString();
}

/** With milliseconds. */
export function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}
