import type { TaskResult } from './task-result.ts';

/** What templates and conditions see under `results.NAME`: every field is always there. */
export interface RegisteredResult {
  readonly outcome: string;
  readonly ok: boolean;
  readonly ran: string;
  readonly changed: boolean;
  /** -1 when no command told one. */
  readonly exit_code: number;
  /** The last 8 KiB, without one newline at the end. */
  readonly stdout: string;
  readonly stderr: string;
  readonly reason: string;
  readonly message: string;
  readonly attempts: number;
  readonly duration_seconds: number;
}

export function registeredResult(result: TaskResult): RegisteredResult {
  return {
    outcome: result.outcome,
    ok: result.outcome === 'ok',
    ran: result.ran,
    changed: result.changed ?? false,
    exit_code: result.exitCode ?? -1,
    stdout: withoutNewline(result.stdout?.tail),
    stderr: withoutNewline(result.stderr?.tail),
    reason: result.reason ?? '',
    message: result.message ?? '',
    attempts: result.attempts,
    duration_seconds: result.durationMs / 1000,
  };
}

function withoutNewline(text = ''): string {
  return text.replace(/\r?\n$/, '');
}
