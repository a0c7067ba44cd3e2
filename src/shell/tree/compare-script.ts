import { type Ownership, statFormat } from '../attributes.ts';
import { setDirectory } from '../destination.ts';
import { digestFunction } from '../digest.ts';
import { printMark, singleQuoted } from '../marks.ts';
import { scriptReader } from '../script-reader.ts';
import { wordIsThere } from '../whether-there.ts';
import { nameWord, wordLots } from '../words.ts';
import { deletionGuard } from './deletion-guard.ts';

export interface CompareScript extends Ownership {
  readonly nonce: string;
  readonly destination: string;
  /** Relative names. */
  readonly directories: readonly string[];
  readonly files: readonly string[];
  readonly links: readonly { readonly name: string; readonly target: string }[];
  /** Also lists everything that is there, to find what is too much. */
  readonly listsAll: boolean;
}

/** What the script says in marks. */
export const compareMarks = {
  absent: 'absent',
  noDirectory: 'nodir',
  notDirectory: 'notdir',
  /** The root, a home directory and their like: nothing is deleted there. */
  dangerous: 'danger',
  /** A symbolic link: nothing is deleted in what it leads to. */
  link: 'link',
  noSha256: 'nosha',
} as const;

/** The letters by which it tells what stands under a name. */
export const seen = {
  file: 'f',
  unreadable: 'u',
  link: 'l',
  sameLink: 's',
  directory: 'd',
  other: 'o',
  nothing: '-',
} as const;

/**
 * Looks how a directory differs from a list of names and changes nothing. On stdout come, a line each: the letters of the
 * directories; for each lot of files their letters, then the SHA-256 and then `stat` of those that are readable files;
 * the letters of the links; at last, when asked for, every name below it, each ended by NUL.
 */
export function compareScript(compare: CompareScript): string {
  const refuse = (word: keyof typeof compareMarks) =>
    `${printMark(compare.nonce, compareMarks[word])}; exit 1`;
  const list = compare.listsAll ? ['find . -print0 || exit 1'] : [];
  return compareText({
    nonce: compare.nonce,
    destination: compare.destination,
    format: statFormat(compare),
    guard: compare.listsAll
      ? deletionGuard({ ifLink: refuse('link'), ifDangerous: refuse('dangerous') })
      : '',
    calls: [...calls(compare), ...list].join('\n'),
  });
}

interface CompareText {
  readonly nonce: string;
  readonly destination: string;
  readonly format: string;
  /** Lines of shell text, or nothing. */
  readonly guard: string;
  readonly calls: string;
}

function compareText(compare: CompareText): string {
  const say = (word: keyof typeof compareMarks) => printMark(compare.nonce, compareMarks[word]);
  return `LC_ALL=C; export LC_ALL
${setDirectory(compare.destination)}
${digestFunction(`${say('noSha256')}; exit 1`)}
if ! ${wordIsThere('"$d"')}; then
  [ -d "\${d%/*}/" ] || { ${say('noDirectory')}; exit 1; }
  ${say('absent')}; exit 0
fi
[ -d "$d" ] || { ${wordIsThere('"$d/"')}; ${say('notDirectory')}; exit 1; }
${wordIsThere('"$d/."')}
${compare.guard}cd "$d/" || exit 1
directories() {
  t=
  for f do
    if [ -L "$f" ]; then t=\${t}${seen.link}; elif [ -d "$f" ]; then t=\${t}${seen.directory}
    elif [ -e "$f" ]; then t=\${t}${seen.other}; else t=\${t}${seen.nothing}; fi
  done
  echo "$t"
}
files() {
  t=; c=$#
  for f do
    if [ -L "$f" ]; then t=\${t}${seen.link}
    elif [ -f "$f" ]; then
      if [ -r "$f" ]; then t=\${t}${seen.file}; set -- "$@" "$f"; else t=\${t}${seen.unreadable}; fi
    elif [ -d "$f" ]; then t=\${t}${seen.directory}
    elif [ -e "$f" ]; then t=\${t}${seen.other}; else t=\${t}${seen.nothing}; fi
  done
  echo "$t"
  shift $c
  [ $# -eq 0 ] || { digests "$@" && stat -c '${compare.format}' "$@"; } || exit 1
}
link() {
  if [ -L "$1" ]; then [ "$(readlink "$1"; echo .)" = "$2
." ] && echo ${seen.sameLink} || echo ${seen.link}
  elif [ -d "$1" ]; then echo ${seen.directory}; elif [ -e "$1" ]; then echo ${seen.file}; else echo ${seen.nothing}; fi
}
${compare.calls}
exit 0`;
}

/** What the builder was given, for whoever plays the host; `calls` ask for the names. */
export const readCompareScript = scriptReader(
  { nonce: 'hex', destination: 'quoted', format: 'text', guard: 'text', calls: 'text' },
  compareText,
);

function calls({ directories, files, links }: CompareScript): string[] {
  return [
    ...wordLots(directories, nameWord).map(({ words }) => `directories ${words}`),
    ...lotsOfFiles(files).map(({ words }) => `files ${words}`),
    ...links.map(({ name, target }) => `link ${nameWord(name)} ${singleQuoted(target)}`),
  ];
}

/** A name with a newline makes a lot of its own: then no program prints it beside its digest. */
export function lotsOfFiles(names: readonly string[]) {
  const plain = names.filter((name) => !name.includes('\n'));
  const odd = names.filter((name) => name.includes('\n'));
  return [...wordLots(plain, nameWord), ...odd.flatMap((name) => wordLots([name], nameWord))];
}
