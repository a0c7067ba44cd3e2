import { isUtf8 } from 'node:buffer';
import { TaskFailure } from '../../result/task-failure.ts';

/** ext4, xfs and most others: NAME_MAX of limits.h. */
const longestSegment = 255;

/**
 * A name that a host has sent, as it may be used below a directory here: relative, without `..`, without control
 * characters.
 * @throws TaskFailure `unsafe_name`
 */
export function safeName(host: string, name: Buffer): string {
  const text = name.toString('utf8');
  const isSafe =
    isUtf8(name) &&
    text
      .split('/')
      .every(
        (part) =>
          part !== '' &&
          part !== '.' &&
          part !== '..' &&
          Buffer.byteLength(part) <= longestSegment &&
          !/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(part),
      );
  if (isSafe) return text;
  const message = `${host} names a file that cannot be kept here, ${JSON.stringify(text.slice(0, 100))}: rename it there, or fetch other files`;
  throw new TaskFailure('unsafe_name', message);
}
