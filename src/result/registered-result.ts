import { type Output, type TaskResult, tailBytes } from './task-result.ts';

/** Where a result says which of its outputs are not what was written. No template or condition can name it. */
export const notWhole: unique symbol = Symbol('notWhole');

/** `end`: its beginning is not there; `masked`: it holds a secret, which is not there. */
export type NotWhole = 'end' | 'masked';

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
  readonly [notWhole]?: Readonly<Record<string, NotWhole>>;
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
} as const satisfies Record<Exclude<keyof RegisteredResult, symbol>, string>;

/** What each of them is, for the docs. */
export const registeredResultMeanings: Readonly<Record<keyof typeof registeredResultTypes, string>> = {
  outcome: '`ok`, `failed`, `unreachable`, `unknown`, `cancelled` or `skipped`.',
  ok: 'Whether that is `ok`.',
  ran: '`yes`, `no` or `unknown`: whether a command was begun there.',
  changed:
    'Whether it changed something. `transfer`, `template`, `fetch` and `reboot` know; of a command (`exec`, `script`, `local`) nobody can, so that to ask for it is an error, unless its stage has `changed-when`.',
  exit_code: 'That of the command; -1 where there is none.',
  stdout:
    'What it wrote, without newlines at its end. Of more than 8 KiB the end, and with `***` for each secret in it: conditions look at that alone, and a template that would put it in fails.',
  stderr: 'The same.',
  reason: 'Why it is not ok, [a word](errors.md#reasons); empty where it is.',
  message: 'The same as a sentence.',
  attempts: 'How many were begun.',
  duration_seconds: 'From the first attempt to the last.',
};

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
    ...unlikeWritten(result),
  };
}

function unlikeWritten({ stdout, stderr }: TaskResult): Pick<RegisteredResult, typeof notWhole> {
  const found = Object.entries({ stdout, stderr }).flatMap(([field, output]) => {
    const how = output && howUnlike(output);
    return how === undefined ? [] : [[field, how]];
  });
  return found.length > 0 ? { [notWhole]: Object.fromEntries(found) } : {};
}

function howUnlike({ bytes, isMasked }: Output): NotWhole | undefined {
  if (bytes > tailBytes) return 'end';
  return isMasked === true ? 'masked' : undefined;
}

function withoutLastNewlines(text = ''): string {
  return text.replace(/\n+$/, '');
}
