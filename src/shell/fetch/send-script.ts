import { digestFunction } from '../digest.ts';
import { printMark } from '../marks.ts';
import { scriptReader } from '../script-reader.ts';
import { wordIsThere } from '../whether-there.ts';
import { wordLots } from '../words.ts';

export interface SendScript {
  readonly nonce: string;
  /** Shell words, one a file. */
  readonly paths: readonly string[];
}

/** What the script says in marks: the content of the file with this number begins, it is over, it cannot be read, it is gone. */
export const sendMarks = { begin: 'f', end: 'e', unreadable: 'x', gone: 'g', noSha256: 'nosha' } as const;

/** To start programs costs more than to read so little. */
const smallBytes = 64 * 1024;
/** Few enough that a file is sent soon after its size was taken, and its digest soon after that. */
const mostInLot = 50;

/**
 * Prints files between marks, and on stderr a line `NUMBER SIZE SHA256` for each. A file that grows meanwhile is sent as
 * long as it was at the beginning. Small ones are measured many at once, before they are sent and after; one that has another
 * size by then is measured by itself, as long as it was. Where a program tells of fewer files than it was asked for, as one of them
 * is gone, each is sent by itself. (/dev/null has wc(1) count a total in any case.)
 */
export function sendScript({ nonce, paths }: SendScript): string {
  const lines: string[] = [];
  let first = 0;
  for (const { items, words } of lotsOf(paths)) {
    lines.push(`lot ${first} ${items.length} ${words}`);
    first += items.length;
  }
  return sendText({ nonce, lots: lines.join('\n') });
}

/** A name with a newline is alone, so that programs print a line for each of the others. */
function lotsOf(paths: readonly string[]) {
  const runs: string[][] = [];
  for (const path of paths) {
    const last = runs.at(-1);
    if (last === undefined || path.includes('\n') || last[0]?.includes('\n')) runs.push([path]);
    else last.push(path);
  }
  return runs.flatMap((run) => wordLots(run, (path) => path, mostInLot));
}

function sendText({ nonce, lots }: { readonly nonce: string; readonly lots: string }): string {
  return `LC_ALL=C; export LC_ALL
${digestFunction(`${printMark(nonce, sendMarks.noSha256)}; exit 1`)}
sizes() {
  set -- $# $(wc -c "$@" /dev/null 2>/dev/null | sed 's/^ *//; s/ .*//')
  [ $# -eq $(($1 + 3)) ] && { shift; sizes="$* "; } || sizes=
}
unsent() {
  ( ${wordIsThere('"$2"')} ) 2>/dev/null
  if [ $? -eq 1 ]; then ${printMark(nonce, `${sendMarks.gone} %s`, '"$1"')}
  else ${printMark(nonce, `${sendMarks.unreadable} %s`, '"$1"')}; fi
}
print() {
  ${printMark(nonce, `${sendMarks.begin} %s`, '"$1"')}
  head -c "$2" <"$3" || unsent "$1" "$3"
  ${printMark(nonce, sendMarks.end)}
}
measure() { echo "$1 $2 $(head -c "$2" <"$3" | sha256 | cut -c1-64)" >&2; }
send() {
  size=$(wc -c <"$2") || { unsent "$@"; return; }
  size=$((size))
  print "$1" "$size" "$2"
  measure "$1" "$size" "$2"
}
lot() {
  n=$1; shift 2
  c=$#; small=; sizes "$@"
  for f do
    size=\${sizes%% *}; sizes=\${sizes#* }
    if [ "\${size:-0}" -gt 0 ] && [ "$size" -le ${smallBytes} ]; then
      print "$n" "$size" "$f"
      small="$small$n $size "; set -- "$@" "$f"
    else send "$n" "$f"; fi
    n=$((n + 1))
  done
  shift $c
  [ $# -eq 0 ] || measured "$@"
}
measured() {
  hashes=$(echo $(digests "$@" 2>/dev/null))
  [ \${#hashes} -eq $(($# * 65 - 1)) ] || hashes=
  sizes "$@"
  for f do
    n=\${small%% *}; small=\${small#* }; size=\${small%% *}; small=\${small#* }
    if [ "$size" = "\${sizes%% *}" ] && [ -n "$hashes" ]; then echo "$n $size \${hashes%% *}" >&2
    else measure "$n" "$size" "$f"; fi
    sizes=\${sizes#* }; hashes=\${hashes#* }
  done
}
${lots}
exit 0`;
}

/** For whoever plays the host: `lots` has a line for each lot, with the number of its first file and how many there are. */
export const readSendScript = scriptReader({ nonce: 'hex', lots: 'text' }, sendText);
