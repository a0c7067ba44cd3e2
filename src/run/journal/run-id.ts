import { randomInt } from 'node:crypto';
import { secondStamp } from '../clock.ts';

/** Sorts by time, to the millisecond: `20261124-225501-3f9a2c`. The last part holds that, and some chance. */
export function newRunId(now: Date): string {
  const rest = now.getUTCMilliseconds() * 2 ** 14 + randomInt(2 ** 14);
  return `${secondStamp(now)}-${rest.toString(16).padStart(6, '0')}`;
}

/** Whether `newRunId` may have made it. */
export function isRunId(text: string): boolean {
  return /^\d{8}-\d{6}-[0-9a-f]{6}$/.test(text);
}

/** When the run began, from its id. */
export function startOfRun(id: string): Date {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)/.exec(id) ?? [];
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
