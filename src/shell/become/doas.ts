import { printMark, singleQuoted } from '../marks.ts';
import { becomeMarks, type MethodParts } from './method.ts';
import { withSystemPath } from './system-path.ts';

/**
 * doas(1) takes a password from its terminal and from nowhere else. Where it needs one, script(1) makes a terminal for
 * it alone: the three streams of the command go around it through descriptors 5 to 7, and with setsid(1) the command has
 * no terminal and is not ended with it. Beside it a reader waits for the password, which goes from the
 * standard input to the terminal; at the end of the input it types ^C, as an empty password would be a failed try.
 */
export function doasText({ nonce, user, hasPassword, shell }: MethodParts): string {
  const plain = `doas -n -u ${user} -- /bin/sh -c`;
  const started = `${plain} ${singleQuoted(withSystemPath(`${shell} /bin/sh`))}`;
  if (!hasPassword) return `  ${started}`;
  const inSession = withSystemPath(`${shell} $(command -v setsid) /bin/sh`);
  const onTerminal = `doas -u "$AEON_USER" -- /bin/sh -c ${singleQuoted(inSession)} <&5 >&6 2>&7; echo $? >&8`;
  return `  if ${plain} : 2>/dev/null; then
    ${started}
  elif ! command -v script >/dev/null 2>&1; then
    ${printMark(nonce, becomeMarks.noTerminal)} >&2; (exit 127)
  else
    ${printMark(nonce, becomeMarks.terminal)} >&2
    { aeon_b=$(
      exec 8>&1
      { IFS= read -r aeon_b <&5 && printf '%s\\n' "$aeon_b" || printf '\\003'; } |
      LC_ALL=C SHELL=/bin/sh AEON_USER=${user} script -qc ${singleQuoted(onTerminal)} /dev/null |
      {
        aeon_b=
        while aeon_n=$(dd bs=512 count=1 2>/dev/null; echo .); [ "$aeon_n" != . ]; do
          aeon_b=$aeon_b\${aeon_n%.}
          case $aeon_b in *assword*) ${printMark(nonce, becomeMarks.password)} >&7; exec cat >/dev/null;; esac
        done
        ${printMark(nonce, becomeMarks.unasked)} >&7
      }
    ); } 5<&0 6>&1 7>&2
    (exit "\${aeon_b:-1}")
  fi`;
}
