import { digestFunction } from '../digest.ts';
import { printMark } from '../marks.ts';
import { scriptReader } from '../script-reader.ts';

export interface SendScript {
  readonly nonce: string;
  /** Shell words, one a file. */
  readonly paths: readonly string[];
}

/** What the script says in marks: the content of the file with this number begins, it is over, it cannot be read. */
export const sendMarks = { begin: 'f', end: 'e', unreadable: 'x', noSha256: 'nosha' } as const;

/**
 * Prints files between marks, and on stderr a line `NUMBER SIZE SHA256` for each. A file that grows meanwhile is sent as
 * long as it was at the beginning.
 */
export function sendScript({ nonce, paths }: SendScript): string {
  return sendText({ nonce, sends: paths.map((path, number) => `send ${number} ${path}`).join('\n') });
}

function sendText({ nonce, sends }: { readonly nonce: string; readonly sends: string }): string {
  return `LC_ALL=C; export LC_ALL
${digestFunction(`${printMark(nonce, sendMarks.noSha256)}; exit 1`)}
send() {
  size=$(wc -c <"$2") || { ${printMark(nonce, `${sendMarks.unreadable} %s`, '"$1"')}; return; }
  size=$((size))
  ${printMark(nonce, `${sendMarks.begin} %s`, '"$1"')}
  head -c "$size" <"$2" || ${printMark(nonce, `${sendMarks.unreadable} %s`, '"$1"')}
  ${printMark(nonce, sendMarks.end)}
  echo "$1 $size $(head -c "$size" <"$2" | sha256 | cut -c1-64)" >&2
}
${sends}
exit 0`;
}

/** For whoever plays the host: `sends` has a line for each file. */
export const readSendScript = scriptReader({ nonce: 'hex', sends: 'text' }, sendText);
