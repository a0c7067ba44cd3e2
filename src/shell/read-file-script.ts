import { setDestination } from './destination.ts';
import { digestFunction } from './digest.ts';
import { printMark, singleQuoted } from './marks.ts';

export interface ReadFileScript {
  readonly nonce: string;
  /** With a slash at its end it is a directory that holds `name`. */
  readonly destination: string;
  readonly name: string;
  /** A larger file is only measured. */
  readonly mostBytes: number;
}

/** What the script says in marks; with none of them it is a file. */
export const readFileMarks = {
  absent: 'absent',
  directory: 'isdir',
  /** A link that leads nowhere, a device and their like. */
  other: 'other',
  noSha256: 'nosha',
} as const;

/** Prints `SIZE MODE USER GROUP UID GID`, the SHA-256, and the bytes where they are few. Changes nothing. */
export function readFileScript({ nonce, destination, name, mostBytes }: ReadFileScript): string {
  const say = (word: keyof typeof readFileMarks) => printMark(nonce, readFileMarks[word]);
  return `LC_ALL=C; export LC_ALL
${setDestination(destination)}
case $d in */) d=$d${singleQuoted(name)};; esac
${digestFunction(`${say('noSha256')}; exit 1`)}
[ -d "$d" ] && { ${say('directory')}; exit 0; }
[ -e "$d" ] || [ -L "$d" ] || { ${say('absent')}; exit 0; }
[ -f "$d" ] || { ${say('other')}; exit 0; }
stat -L -c '%s %a %U %G %u %g' "$d" && digests "$d" || exit 1
[ "$(stat -L -c %s "$d")" -gt ${mostBytes} ] || cat "$d"`;
}
