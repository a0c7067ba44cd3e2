import { findAttempt } from './attempt-processes.ts';
import type { AttemptTag } from './attempt-tag.ts';
import { scriptReader } from './script-reader.ts';

/** The script's own words: all gone, or how many live on after it gave up. */
export const endTreeSays = { gone: 'gone', left: 'left' } as const;

/**
 * Ends all that an attempt started: `first`, after `graceSeconds` KILL, then looks whether anything is left. Members are
 * found by the attempt's tag, and from there by parent and by session, so that children which
 * cleaned their environment are found as long as they stay in either. Whose environment may not be read belongs to somebody else. Prints `gone` or `left N`.
 *
 * Time is read from the host's clock, as a slow host may take long for one look. proc_pid_stat(5): after the last `)`
 * come state, parent, process group, session. Zombies are gone already.
 */
export function endTreeScript(
  tag: AttemptTag,
  graceSeconds: number,
  first: 'TERM' | 'KILL' = 'TERM',
): string {
  return `members() {
  seeds=' '
  for f in $(${findAttempt(tag)}); do
    f=\${f#/proc/}; f=\${f%/*}; [ -r "/proc/$f/environ" ] && seeds="$seeds$f "
  done
  [ "$seeds" = ' ' ] && [ -z "$known" ] && return
  table=$(cat /proc/[0-9]*/stat 2>/dev/null)
  found=$seeds; grown=1
  while [ -n "$grown" ]; do
    grown=
    while IFS= read -r line; do
      pid=\${line%% *}
      case $pid in ''|*[!0-9]*) continue;; esac
      case $found in *" $pid "*) continue;; esac
      set -- \${line##*) }
      case $found$known in *" $pid "*|*" $2 "*|*" $4 "*) found="$found$pid "; grown=1;; esac
    done <<TABLE
$table
TABLE
  done
  known="$known$found"
  alive=
  while IFS= read -r line; do
    pid=\${line%% *}
    set -- \${line##*) }
    [ "$1" = Z ] && continue
    case $found in *" $pid "*) alive="$alive $pid";; esac
  done <<TABLE
$table
TABLE
}
clock() { IFS='. ' read -r now rest </proc/uptime; }
known= ; tries=0; kills=0; clock; begun=$now
while :; do
  alive=; members; clock
  [ -z "$alive" ] && { echo ${endTreeSays.gone}; exit 0; }
  if [ $tries -eq 0 ]; then ${firstKill[first]} $alive 2>/dev/null
  elif [ $((now - begun)) -gt $((${graceSeconds} + 2)) ] && [ $kills -gt 2 ]; then
    set -- $alive; echo ${endTreeSays.left} $#; exit 0
  elif [ $((now - begun)) -ge ${graceSeconds} ]; then kill -KILL $alive 2>/dev/null; kills=$((kills + 1))
  fi
  tries=$((tries + 1))
  sleep 0.2 2>/dev/null || sleep 1
done`;
}

/** Stopped first, none of them sees that another one is gone. */
const firstKill = { TERM: 'kill -TERM', KILL: 'kill -STOP $alive 2>/dev/null; kill -KILL' } as const;

/** What the builder was given, for whoever plays the host; `grace` in seconds. */
export function readEndTreeScript(text: string): ReturnType<typeof readTerm> {
  return readTerm(text) ?? readKill(text);
}

const reader = (first: 'TERM' | 'KILL') =>
  scriptReader({ tag: 'hex', grace: 'digits' }, ({ tag, grace }) => endTreeScript(tag, Number(grace), first));
const readTerm = reader('TERM');
const readKill = reader('KILL');
