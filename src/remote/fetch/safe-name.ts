import { isUtf8 } from 'node:buffer';
import { unprintable } from '../../document/unprintable.ts';
import { TaskFailure } from '../../result/task-failure.ts';

const anyUnprintable = new RegExp(`[${unprintable}]`);

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
          !anyUnprintable.test(part),
      );
  if (isSafe) return text;
  const message = `${host} names a file that cannot be kept here, ${JSON.stringify(text.slice(0, 100))}: rename it there, or fetch other files`;
  throw new TaskFailure('unsafe_name', message);
}
