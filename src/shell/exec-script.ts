/**
 * The text that runs one command on a host, as `/bin/sh` reads it from its standard input.
 * Why it looks as it does stands in docs/decisions/0001-exec-protocol.md.
 */

/** Names one attempt on the host and in the environment of all that it starts. 32 hex digits. */
export type AttemptId = string;

export interface ExecScript {
  readonly attemptId: AttemptId;
  /** Known to the wrapper alone, so that no output can forge a mark. 32 hex digits. */
  readonly nonce: string;
  /** Shell text of the user, run in a subshell with an empty standard input. */
  readonly command: string;
}

/** The command line for the login shell, whichever it is: no quotes, no secrets, the same bytes for sh, csh and fish. */
export function shellCommandLine(attemptId: AttemptId): string {
  return `exec env ${attemptVariable}=${attemptId} /bin/sh`;
}

/** The environment variable by which the processes of an attempt are found again. */
export const attemptVariable = 'AEON_ATTEMPT';

/** Where evidence may lie, in the order tried; `~` stands for the home directory. A host needs one that can be written. */
export const evidencePlaces = ['${TMPDIR:-/tmp}', '/var/tmp', '/dev/shm', '~'] as const;

/** What the wrapper exits with; the command's own code comes in the end mark. */
export const wrapperExit = { done: 0, noEvidence: 90, alreadyStarted: 91 } as const;

export function execScript({ attemptId, nonce, command }: ExecScript): string {
  const places = evidencePlaces.map((place) => (place === '~' ? '"$HOME"' : `"${place}"`)).join(' ');
  // Braces make the shell read all of it before it runs any of it: what comes on stdin later is not script.
  return `{
umask_before=$(umask); umask 077; set -C; e=
for p in ${places}; do
  f=$p/.aeon-${attemptId}
  [ -e "$f" ] && { printf '${mark(nonce, 'claimed')}'; exit ${wrapperExit.alreadyStarted}; }
done
for p in ${places}; do
  f=$p/.aeon-${attemptId}
  { printf 'started\\n' > "$f"; } 2>/dev/null && { e=$f; break; }
  rm -f "$f" 2>/dev/null
done
[ -n "$e" ] || { printf '${mark(nonce, 'noevidence')}'; exit ${wrapperExit.noEvidence}; }
set +C; umask "$umask_before"
printf '${mark(nonce, 'start')}' >&2; printf '${mark(nonce, 'start')}'
( unset umask_before e f p; eval ${singleQuoted(command)} ) </dev/null
c=$?
printf 'exit %s\\n' "$c" >> "$e" 2>/dev/null
trap '' PIPE
printf '${mark(nonce, 'end %s')}' "$c" >&2; printf '${mark(nonce, 'end %s')}' "$c"
IFS= read -r a && rm -f "$e"
exit ${wrapperExit.done}
}
`;
}

/** What the controller sends once the result is in its journal: the evidence is not needed any more. */
export const acknowledgement = 'journaled\n';

/** A mark begins and ends with bytes that terminals do not show, and holds the nonce. `printf` text. */
function mark(nonce: string, word: string): string {
  return `\\036aeon ${nonce} ${word}\\036`;
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
