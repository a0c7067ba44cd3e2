/** What became of one stage on one host. Only `ok` counts towards the success rate. */
export const outcomes = ['ok', 'failed', 'unreachable', 'unknown', 'cancelled', 'skipped'] as const;
export type Outcome = (typeof outcomes)[number];

/** Whether it is neither what was wanted nor left out because that was wanted. */
export function isBad(outcome: Outcome): boolean {
  return outcome !== 'ok' && outcome !== 'skipped';
}

/** Whether the work of a task was begun on the host; `unknown` is said, never guessed. */
export type Ran = 'no' | 'yes' | 'unknown';

/** The steps of the way at which a task may stand when it ends. */
export const phases = [
  'resolve',
  'connect',
  'banner',
  'kex',
  'hostkey',
  'auth',
  'channel',
  'lock',
  'become',
  'exec',
  'transfer',
  'verify',
  'reboot',
  'wait',
] as const;
export type Phase = (typeof phases)[number];
