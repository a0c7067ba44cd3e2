/**
 * The text that runs one command on a host, as `/bin/sh` reads it from its standard input.
 * Why it looks as it does stands in docs/decisions/0001-exec-protocol.md.
 */

import { type AttemptId, type AttemptTag, attemptVariable, tagText } from './attempt-tag.ts';
import { printMark, printMarkTwice, singleQuoted } from './marks.ts';
import { scriptReader } from './script-reader.ts';

export interface ExecScript {
  readonly attemptId: AttemptId;
  /** Known to the wrapper alone, so that no output can forge a mark. 32 hex digits. */
  readonly nonce: string;
  /** Shell text that runs the command: `runCommand` or a `becomeCommand`. */
  readonly body: string;
}

/**
 * The command line for the login shell, whichever it is: no quotes, no secrets, the same bytes for sh, csh and fish. The
 * argument names the attempt in the process list; `takeTag` has to be the first that the shell then reads.
 */
export function shellCommandLine(tag: AttemptTag): string {
  return `exec /bin/sh -s ${tagText(tag)}`;
}

/** What the wrapper exits with, so that it is told from other programs; the code of the command comes in the end mark. */
export const wrapperExit = {
  done: 92,
  noEvidence: 90,
  alreadyStarted: 91,
  notHeard: 93,
  otherShell: 94,
  /** Of rm(1), which the wrapper becomes once its result is acknowledged: no other program can be meant by then. */
  removed: 0,
} as const;

/**
 * Shell text that hands the tag on to all programs, and leaves the command no arguments. Another shell that reads it, after
 * an `exec zsh` in .bashrc, has no tag and runs nothing: nobody would find its processes again.
 */
export const takeTag = `case $1 in ${attemptVariable}=*) export "$1"; set -- ;; *) exit ${wrapperExit.otherShell} ;; esac`;

/**
 * Where evidence may lie, in the order tried; `setFirstPlace` has to stand before it. A host needs one that can be written. Shell
 * text. They have to be the same in each session of a user, which TMPDIR need not be: whoever looks elsewhere takes what has run for
 * something that never started.
 */
export const evidencePlaces = ['"${AEON_TMPDIR:-$aeon_d}"', '/var/tmp', '/dev/shm', '"$HOME"'].join(' ');

/**
 * Root's evidence lies in memory, where it costs no write to a disk and outlives no boot. Of another user, systemd empties that
 * place when the last session ends (`RemoveIPC` in logind.conf(5)), as it does when a link is lost.
 */
export const setFirstPlace = 'aeon_d=/tmp; if [ -O / ]; then aeon_d=/dev/shm; fi';

/** The user's text in a shell of its own, with an empty standard input; what holds the pipes is none of its business. */
export function runCommand(command: string): string {
  return `( exec 8<&- 9<&-; unset aeon_umask aeon_d aeon_e aeon_f aeon_p; eval ${singleQuoted(command)} ) </dev/null`;
}

/** Claims the attempt on the host, runs the body, and leaves evidence until the controller acknowledges the result. */
export function execScript({ attemptId, nonce, body }: ExecScript): string {
  // Braces make the shell read all of it before it runs any of it: what comes on stdin later is not script.
  // `set -C` (noclobber) opens with O_EXCL, unless there is a pipe or a device: of two starts of the same attempt, one is refused.
  // What is removed is our own.
  // Where nobody hears that it starts, it does not: it would be killed by SIGPIPE half-way, and nobody could know.
  // A pipe that nobody can read ends the program that writes into it (pipe(7)): when the link is lost, sshd closes its ends. So this
  // shell keeps ends of its own open for as long as the body runs, and whoever looks for the attempt empties the pipes.
  // Linux tells the umask (proc_pid_status(5)) without the cost of a process, which `$(umask)` has.
  return `{
${takeTag}
{ read -r aeon_p && read -r aeon_p aeon_umask; } 2>/dev/null </proc/$$/status
[ "$aeon_p" = Umask: ] || aeon_umask=$(umask)
umask 077; set -C; aeon_e=
${setFirstPlace}
for aeon_p in ${evidencePlaces}; do
  aeon_f=$aeon_p/.aeon-${attemptId}
  [ -e "$aeon_f" ] && { ${printMark(nonce, 'claimed')}; exit ${wrapperExit.alreadyStarted}; }
done
for aeon_p in ${evidencePlaces}; do
  aeon_f=$aeon_p/.aeon-${attemptId}
  if { printf '' > "$aeon_f"; } 2>/dev/null && [ -f "$aeon_f" ]; then
    { printf 'started\\n' >> "$aeon_f"; } 2>/dev/null && { aeon_e=$aeon_f; break; }
    rm -f "$aeon_f"
  elif [ -e "$aeon_f" ]; then ${printMark(nonce, 'claimed')}; exit ${wrapperExit.alreadyStarted}
  fi
done
[ -n "$aeon_e" ] || { ${printMark(nonce, 'noevidence')}; exit ${wrapperExit.noEvidence}; }
set +C; umask "$aeon_umask"
trap '' PIPE
{ ${printMark(nonce, 'start')} >&2 && ${printMark(nonce, 'start')}; } || { rm -f "$aeon_e"; exit ${wrapperExit.notHeard}; }
trap - PIPE
[ -p /proc/self/fd/1 ] && [ -p /proc/self/fd/2 ] && { command exec 8</proc/self/fd/1 9</proc/self/fd/7; } 7>&2 2>/dev/null &&
  printf 'held %s\\n' "$$" >> "$aeon_e" 2>/dev/null
${body}
aeon_c=$?
printf 'exit %s\\n' "$aeon_c" >> "$aeon_e" 2>/dev/null
exec 8<&- 9<&-
trap '' PIPE
${printMarkTwice(nonce, 'end %s', '"$aeon_c"')}
IFS= read -r aeon_a && exec rm -f "$aeon_e"
exit ${wrapperExit.done}
}
`;
}

/** What the controller sends once the result is in its journal: the evidence is not needed any more. */
export const acknowledgement = 'journaled\n';

/** What the builders were given, for whoever plays the host. */
export const readShellCommandLine = scriptReader({ tag: 'hex' }, ({ tag }) => shellCommandLine(tag));
export const readExecScript = scriptReader({ attemptId: 'hex', nonce: 'hex', body: 'text' }, execScript);
export const readRunCommand = scriptReader({ command: 'quoted' }, ({ command }) => runCommand(command));
