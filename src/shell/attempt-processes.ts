import { type AttemptTag, tagText } from './attempt-tag.ts';

/**
 * Shell text that prints a path below /proc/PID for each process of an attempt: its shell, with what that forked, has the
 * tag in its arguments, and every program that they started in its environment. The pattern does not match itself, or the
 * search would find itself.
 */
export function findAttempt(tag: AttemptTag): string {
  const pattern = tagText(tag).replace('T=', '[T]=');
  return `grep -l '${pattern}' /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null`;
}
