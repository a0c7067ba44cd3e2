import { readSourcePath } from '../../source/source-path.ts';
import { pathWord } from '../command-text.ts';
import { singleQuoted } from '../marks.ts';
import { scriptReader } from '../script-reader.ts';

/**
 * What the script says, each record ended by NUL: `S` begins the next source, `E` it is there, `X` it is there and is no
 * file, or cannot be read whole; a record that begins with `./` is the name of a file, relative to the source's base.
 */
export const listRecords = { source: 'S', exists: 'E', unusable: 'X' } as const;

/** Lists the files that each source means; changes nothing. A source is a file, a directory with a slash, or a pattern. */
export function listScript(sources: readonly string[]): string {
  return listText({ looks: sources.map(lookAt).join('\n') });
}

function listText({ looks }: { readonly looks: string }): string {
  return `LC_ALL=C; export LC_ALL
say() { printf '%s\\000' "$1"; }
file() {
  say ${listRecords.source}
  if [ -f "$1" ] && [ -r "$1" ]; then say ${listRecords.exists}; say "./$2"
  elif [ -e "$1" ] || [ -L "$1" ]; then say ${listRecords.unusable}; fi
}
directory() {
  say ${listRecords.source}
  if [ -d "$1" ] && [ -x "$1" ]; then say ${listRecords.exists}; ( cd "$1" && find . -type f -print0 ) || say ${listRecords.unusable}
  elif [ -e "$1" ] || [ -L "$1" ]; then say ${listRecords.unusable}; fi
}
match() {
  if [ -f "$1" ] && [ -r "$1" ]; then say ${listRecords.exists}; say "./$1"
  elif [ -f "$1" ]; then say ${listRecords.unusable}; fi
}
${looks}
exit 0`;
}

/** For whoever plays the host: `looks` has a line for each source. */
export const readListScript = scriptReader({ looks: 'text' }, listText);

function lookAt(source: string): string {
  const path = readSourcePath(source);
  if (path.kind === 'file') {
    return `file ${pathWord(source)} ${singleQuoted(source.slice(source.lastIndexOf('/') + 1))}`;
  }
  if (path.kind === 'directory') return `directory ${pathWord(source)}`;
  const words = path.segments.map(patternWord).join('/');
  const base = path.base === '' ? './' : path.base;
  return `say ${listRecords.source}; if [ -r ${pathWord(base)} ] && cd ${pathWord(base)} 2>/dev/null; then for f in ${words}; do match "$f"; done; cd - >/dev/null; elif [ -e ${pathWord(base)} ]; then say ${listRecords.unusable}; fi`;
}

/** All but the signs of the pattern is quoted. */
function patternWord(segment: string): string {
  return [...segment.matchAll(/\[!?\]?[^\]]*\]|[*?]|[^*?[]+|\[/gs)]
    .map(([part]) => (/^([*?]|\[.+\])$/s.test(part) ? bracketed(part) : singleQuoted(part)))
    .join('');
}

/** Inside of brackets a shell still sees blanks, quotes and `$`: each of its characters is escaped but `!` and `-`. */
function bracketed(part: string): string {
  if (part.length === 1) return part;
  const inside = part
    .slice(1, -1)
    .replaceAll(/[^!\-A-Za-z0-9_.]/gs, (sign) => (sign === '\n' ? '' : `\\${sign}`));
  return `[${inside}]`;
}
