import { findAttempt } from './attempt-processes.ts';
import { type AttemptId, type AttemptTag, tagOf } from './attempt-tag.ts';
import { evidencePlaces, setFirstPlace } from './exec-script.ts';
import { scriptReader } from './script-reader.ts';

/**
 * Prints what the evidence of an attempt says, `alive` when processes of it still run, and `up N`: for how many seconds,
 * with hundredths, the host's first process has run, so that a boot since then shows. Where there is no evidence the attempt is claimed,
 * with the same O_EXCL as the command's own script: from then on that script, if it should still be on its way, is refused. The
 * claim stands in the file, for whoever looks again because this controller dies before it has taken note. Files and links that another
 * user has put there prove nothing.
 * Where nothing runs any more the evidence is read once more, as it may have ended between the two looks. Where the shell of the attempt
 * still runs, the pipes of which it holds the ends are emptied for a second: what writes there waits where they are full.
 *
 * proc_pid_stat(5): field 22 is the start time in clock ticks since boot, here the 20th after the last `)`.
 */
export function readEvidenceScript(attemptId: AttemptId, tag: AttemptTag = tagOf(attemptId)): string {
  return `found= shell=
${setFirstPlace}
own() { [ -f "$1" ] && [ -O "$1" ] && [ ! -L "$1" ]; }
look() {
  for p in ${evidencePlaces}; do
    own "$p/.aeon-${attemptId}" && { found=$p/.aeon-${attemptId}; cat "$found"; break; }
  done
}
look
set -C; umask 077
[ -n "$found" ] || for p in ${evidencePlaces}; do
  { printf '' > "$p/.aeon-${attemptId}"; } 2>/dev/null && {
    { printf 'claimed\\n' >> "$p/.aeon-${attemptId}"; } 2>/dev/null; echo claimed; break
  }
  own "$p/.aeon-${attemptId}" && { cat "$p/.aeon-${attemptId}"; break; }
done
alive=$(${findAttempt(tag)} | grep -v "^/proc/$$/") && echo alive || look
[ -z "$found" ] || shell=/proc/$(sed -n 's/^held \\([0-9]*\\)$/\\1/p' "$found")
case " $(echo $alive) " in *" $shell/cmdline "*) for n in 8 9; do timeout 1 cat <"$shell/fd/$n" >/dev/null 2>&1 & done ;; esac
IFS= read -r line </proc/1/stat && set -- \${line##*) } && started=\${20} && IFS='. ' read -r up cents rest </proc/uptime &&
  up=$((up * 100 + 1$cents - 100 - started * 100 / $(getconf CLK_TCK 2>/dev/null || echo 100))) &&
  echo up $((up / 100)).$((up / 10 % 10))$((up % 10))
exit 0`;
}

/** For attempts that could not be acknowledged in their own session. */
export function removeEvidenceScript(attemptId: AttemptId): string {
  return `${setFirstPlace}
for p in ${evidencePlaces}; do rm -f "$p/.aeon-${attemptId}" 2>/dev/null; done
exit 0`;
}

export interface Evidence {
  /** False when the attempt never claimed the host, or what it left was emptied by a boot. */
  readonly isStarted: boolean;
  /** No loss of a link can have ended it: what it writes always has a reader. */
  readonly isHeld: boolean;
  /** Set when the command came to its end. */
  readonly exitCode?: number;
  /** It was to run as another user, and that code may be of the change of the user: then the command never began. */
  readonly isUnsure: boolean;
  readonly isAlive: boolean;
  /** Nobody had claimed the attempt before this look, or an earlier one, did: it never began and cannot any more. */
  readonly isClaimedByUs: boolean;
  /** How long the host is up; absent where it cannot be known. */
  readonly upSeconds?: number;
}

export function parseEvidence(text: string): Evidence {
  const lines = text.split('\n');
  const number = (pattern: RegExp) => lines.map((line) => pattern.exec(line)?.[1]).find((found) => found);
  const exit = number(/^exit (\d{1,3})$/);
  const up = number(/^up (\d+(?:\.\d+)?)$/);
  return {
    isStarted: lines.includes('started'),
    isHeld: lines.some((line) => /^held \d+$/.test(line)),
    isUnsure: lines.includes('unsure'),
    isAlive: lines.includes('alive'),
    isClaimedByUs: lines.includes('claimed'),
    ...(exit !== undefined && { exitCode: Number(exit) }),
    ...(up !== undefined && { upSeconds: Number(up) }),
  };
}

/** What the script prints, for whoever plays the host: `parseEvidence` reads it back. */
export function evidenceText({ isStarted, isHeld, isUnsure, exitCode, isAlive, ...more }: Evidence): string {
  const { isClaimedByUs, upSeconds } = more;
  const lines = [
    isStarted && 'started',
    isHeld && 'held 1',
    isUnsure && 'unsure',
    exitCode !== undefined && `exit ${exitCode}`,
    isClaimedByUs && 'claimed',
    isAlive && 'alive',
    upSeconds !== undefined && `up ${upSeconds}`,
  ];
  return lines.map((line) => (line === false ? '' : `${line}\n`)).join('');
}

/** What the builders were given, for whoever plays the host. */
export const readReadEvidenceScript = scriptReader({ attemptId: 'hex', tag: 'hex' }, ({ attemptId, tag }) =>
  readEvidenceScript(attemptId, tag),
);
export const readRemoveEvidenceScript = scriptReader({ attemptId: 'hex' }, ({ attemptId }) =>
  removeEvidenceScript(attemptId),
);
