import { singleQuoted } from '../marks.ts';
import type { MethodParts } from './method.ts';
import { withSystemPath } from './system-path.ts';

/**
 * What su(1) asks at the end of what it says, in the locale C. The text is that of PAM, and nothing of the user's runs
 * before it.
 */
export const suPrompt = /password: ?$/i;

/** su(1) of util-linux and of busybox reads the password from the standard input where that is no terminal, and not a byte more. */
export function suText({ user, hasPassword, shell }: MethodParts): string {
  const text = `if [ -n "$AEON_LC_ALL" ]; then LC_ALL=$AEON_LC_ALL; else unset LC_ALL; fi; unset AEON_LC_ALL
${withSystemPath(`${shell} /bin/sh`)}`;
  const note = hasPassword ? '' : '  # No password is at hand: when it is asked for, the input is closed.\n';
  return `${note}  AEON_LC_ALL="\${LC_ALL-}" LC_ALL=C su -s /bin/sh -c ${singleQuoted(text)} -- ${user}`;
}
