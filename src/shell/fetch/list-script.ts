import { readSourcePath } from '../../source/source-path.ts';
import { pathWord } from '../command-text.ts';
import { singleQuoted } from '../marks.ts';
import { scriptReader } from '../script-reader.ts';
import { cannotLook, wordIsThere } from '../whether-there.ts';

/**
 * What the script says, each record ended by NUL: `S` begins the next source, `E` it is there, `X` it is there and is no
 * file, or cannot be read whole, `H` nobody may look whether it is there; a record that begins with `./` is the name of a file,
 * relative to the source's base.
 */
export const listRecords = { source: 'S', exists: 'E', unusable: 'X', hidden: 'H' } as const;

/** Lists the files that each source means; changes nothing. A source is a file, a directory with a slash, or a pattern. */
export function listScript(sources: readonly string[]): string {
  return listText({ looks: sources.map(lookAt).join('\n') });
}

function listText({ looks }: { readonly looks: string }): string {
  return `LC_ALL=C; export LC_ALL
say() { printf '%s\\000' "$1"; }
without() {
  ( ${wordIsThere('"$1"')} ) 2>/dev/null
  case $? in 0) say ${listRecords.unusable};; ${cannotLook}) say ${listRecords.hidden};; esac
}
file() {
  say ${listRecords.source}
  if [ -f "$1" ] && [ -r "$1" ]; then say ${listRecords.exists}; say "./$2"
  else without "$1"; fi
}
directory() {
  say ${listRecords.source}
  if [ -d "$1" ] && [ -x "$1" ]; then say ${listRecords.exists}; ( cd "$1" && find . -type f -print0 ) || say ${listRecords.unusable}
  else without "$1"; fi
}
match() {
  if [ -f "$1" ] && [ -r "$1" ]; then say ${listRecords.exists}; say "./$1"
  elif [ -f "$1" ]; then say ${listRecords.unusable}; fi
}
enter() {
  if [ -d "$2" ]; then
    for a in $1; do test -$a "$2" || { say ${listRecords.unusable}; return; }; done
  fi
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
  const base = pathWord(path.base === '' ? './' : path.base);
  const looks = [...waysOf(path.segments), `for f in ${wordsOf(path.segments)}; do match "$f"; done`];
  return `say ${listRecords.source}; if [ -r ${base} ] && cd ${base} 2>/dev/null; then ${looks.join('; ')}; cd - >/dev/null; else without ${base}; fi`;
}

/**
 * A pattern means nothing in a directory that may not be entered, or where another pattern stands behind it, not be read: the shell
 * leaves it out and does not say so.
 */
function waysOf(segments: readonly string[]): string[] {
  return segments.slice(1).map((segment, index) => {
    const needs = isPattern(segment) ? 'r x' : 'x';
    return `for f in ${wordsOf(segments.slice(0, index + 1))}; do enter '${needs}' "$f"; done`;
  });
}

function isPattern(segment: string): boolean {
  return /[*?[]/.test(segment);
}

function wordsOf(segments: readonly string[]): string {
  return segments.map(patternWord).join('/');
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
