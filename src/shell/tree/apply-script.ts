import type { AttemptId } from '../attempt-tag.ts';
import { changeOwner, type Ownership } from '../attributes.ts';
import { setDirectory } from '../destination.ts';
import { digestFunction } from '../digest.ts';
import { keepFunction } from '../keep-old.ts';
import { printMark } from '../marks.ts';
import { scriptReader } from '../script-reader.ts';
import { bytesWord, nameWord, wordLots } from '../words.ts';
import { lotsOfFiles } from './compare-script.ts';
import type { Staging } from './staging.ts';

export interface ApplyScript extends Ownership {
  readonly nonce: string;
  readonly attemptId: AttemptId;
  /** An existing directory; all names are below it. */
  readonly destination: string;
  /** To make, those above before those below. */
  readonly directories: readonly Named[];
  /** What comes in the archive, under the names that `staging` gives. */
  readonly files: readonly (Named & { readonly sha256: string })[];
  readonly links: readonly { readonly name: string }[];
  readonly staging: Staging;
  readonly attributes: readonly Named[];
  /** Names that are kept under another name before they are replaced. */
  readonly kept: readonly string[];
  readonly removals: readonly Buffer[];
  readonly backupStamp?: string;
}

interface Named {
  readonly name: string;
  /** Octal digits. */
  readonly mode: string;
}

/** What the script says in marks. After `need` it reads a tar archive from its standard input. */
export const applyMarks = {
  need: 'need',
  noTar: 'notar',
  differs: 'differs',
  noSha256: 'nosha',
  installed: 'installed',
} as const;

/**
 * Brings files into a directory: all of them are written beside their places, verified and synced to disk before the first
 * is renamed. Each name holds the untouched old file or the complete new one at any time.
 */
export function applyScript(apply: ApplyScript): string {
  const { nonce, destination, backupStamp: stamp, attemptId } = apply;
  const steps = [...receive(apply), ...mendAttributes(apply), ...remove(apply)];
  return applyText({
    nonce,
    destination,
    keep: stamp === undefined ? ':' : keepFunction({ stamp, attemptId }),
    steps: steps.join('\n'),
  });
}

interface ApplyText {
  readonly nonce: string;
  readonly destination: string;
  readonly keep: string;
  readonly steps: string;
}

function applyText({ nonce, destination, keep, steps }: ApplyText): string {
  return `LC_ALL=C; export LC_ALL
${setDirectory(destination)}
${digestFunction(`${printMark(nonce, applyMarks.noSha256)}; exit 1`)}
${keep}
cd "$d/" || exit 1
${steps}
${printMark(nonce, applyMarks.installed)}
exit 0`;
}

/** What the builder was given, for whoever plays the host. An archive comes where `steps` hold the mark `need`. */
export const readApplyScript = scriptReader(
  { nonce: 'hex', destination: 'quoted', keep: 'text', steps: 'text' },
  applyText,
);

function receive(apply: ApplyScript): string[] {
  const { directories, files, links, staging, backupStamp, kept } = apply;
  if (directories.length + files.length + links.length === 0) return [];
  const rooms = wordLots(staging.rooms(), nameWord).map(({ words }) => words);
  return [
    'clean() {',
    ...rooms.map((words) => `  rm -rf ${words}`),
    '}',
    'trap clean EXIT',
    `trap 'exit 1' HUP INT TERM PIPE`,
    'umask 077',
    ...rooms.map((words) => `mkdir ${words} || exit 1`),
    ...wordLots(directories, ({ name }) => nameWord(staging.staged(name))).map(
      ({ words }) => `mkdir ${words} || exit 1`,
    ),
    ...unpack(apply),
    ...ownStaged(apply, rooms),
    'sync -f . 2>/dev/null || sync',
    ...(backupStamp === undefined ? [] : kept.map((name) => `keep ${nameWord(name)} || exit 1`)),
    ...[...staging.moves].flatMap(([directory, names]) =>
      wordLots(names, (name) => nameWord(staging.staged(name))).map(
        ({ words }) => `mv -f ${words} ${nameWord(directory === '' ? '' : `${directory}/`)} || exit 1`,
      ),
    ),
    // Only now: a directory that nobody may write to cannot be renamed into another one.
    ...changeModes(directories.toReversed()),
  ];
}

function unpack({ files, links, staging, nonce }: ApplyScript): string[] {
  if (files.length + links.length === 0) return [];
  const digests = new Map(files.map(({ name, sha256 }) => [staging.staged(name), sha256]));
  return [
    `command -v tar >/dev/null 2>&1 || { ${printMark(nonce, applyMarks.noTar)}; exit 1; }`,
    printMark(nonce, applyMarks.need),
    'tar -xpomf - || exit 1', // New files have the time of now: by that a program sees that they changed.
    ...lotsOfFiles([...digests.keys()]).map(({ items, words }) => {
      const expected = items.map((name) => digests.get(name)).join('\n');
      return `[ "$(digests ${words})" = '${expected}' ] || { ${printMark(nonce, applyMarks.differs)}; exit 1; }`;
    }),
  ];
}

/** chown(2) takes the bits for set-user-ID and set-group-ID away, so they are set after it. */
function ownStaged(apply: ApplyScript, rooms: readonly string[]): string[] {
  if (apply.owner === undefined && apply.group === undefined) return [];
  const special = apply.files.filter(({ mode }) => mode.length > 3);
  return [
    ...rooms.map((words) => orExit(changeOwner(apply, words, '-hR'))),
    ...changeModes(special.map(({ name, mode }) => ({ name: apply.staging.staged(name), mode }))),
  ];
}

function mendAttributes(apply: ApplyScript): string[] {
  const { attributes } = apply;
  return [
    ...wordLots(attributes, ({ name }) => nameWord(name)).map(({ words }) =>
      orExit(changeOwner(apply, words)),
    ),
    ...changeModes(attributes),
  ].filter((line) => line !== '');
}

function remove({ removals, backupStamp }: ApplyScript): string[] {
  if (backupStamp === undefined) {
    return wordLots(removals, bytesWord).map(({ words }) => `rm -rf ${words} || exit 1`);
  }
  return removals.map((name) => `backup ${bytesWord(name)}; mv ${bytesWord(name)} "$b" || exit 1`);
}

function changeModes(files: readonly Named[]): string[] {
  const byMode = Map.groupBy(files, ({ mode }) => mode);
  return [...byMode].flatMap(([mode, those]) =>
    wordLots(those, ({ name }) => nameWord(name)).map(({ words }) => `chmod ${mode} ${words} || exit 1`),
  );
}

function orExit(command: string): string {
  return command === '' ? '' : `${command} || exit 1`;
}
