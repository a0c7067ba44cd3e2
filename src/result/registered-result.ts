import type { TaskResult } from './task-result.ts';

/** A finished stage as templates and conditions see it, under `results.<register>`. The docs print these fields. */
export interface RegisteredResult {
  readonly outcome: string;
  readonly ok: boolean;
  /** `no`, `yes` or `unknown`. */
  readonly ran: string;
  /** False also where nobody can know. */
  readonly changed: boolean;
  /** -1 where there is none. */
  readonly exit_code: number;
  /** The last 8 KiB, without the newlines at the end, as `$(…)` of a shell gives it. Not there where it was cut off. */
  readonly stdout?: string;
  readonly stderr?: string;
  /** A stable word such as `exit_code`; '' when it came out well. */
  readonly reason: string;
  readonly message: string;
  readonly attempts: number;
  readonly duration_seconds: number;
}

/** The CEL type of each field, for the check of conditions before the run. */
export const registeredResultTypes = {
  outcome: 'string',
  ok: 'bool',
  ran: 'string',
  changed: 'bool',
  exit_code: 'int',
  stdout: 'string',
  stderr: 'string',
  reason: 'string',
  message: 'string',
  attempts: 'int',
  duration_seconds: 'double',
} as const satisfies Record<keyof RegisteredResult, string>;

/** Whether a field holds what the stage wrote. */
export function isOutput(field: string | undefined): boolean {
  return field === 'stdout' || field === 'stderr';
}

export function registeredResult(result: TaskResult): RegisteredResult {
  return {
    outcome: result.outcome,
    ok: result.outcome === 'ok',
    ran: result.ran,
    changed: result.changed ?? false,
    exit_code: result.exitCode ?? -1,
    ...(!result.stdout?.isCut && { stdout: withoutLastNewlines(result.stdout?.tail) }),
    ...(!result.stderr?.isCut && { stderr: withoutLastNewlines(result.stderr?.tail) }),
    reason: result.reason ?? '',
    message: result.message ?? '',
    attempts: result.attempts,
    duration_seconds: result.durationMs / 1000,
  };
}

function withoutLastNewlines(text = ''): string {
  return text.replace(/\n+$/, '');
}
