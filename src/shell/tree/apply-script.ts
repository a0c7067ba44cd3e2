import { changeOwner, type Ownership } from '../attributes.ts';
import { setDirectory } from '../destination.ts';
import { digestFunction } from '../digest.ts';
import type { AttemptId } from '../exec-script.ts';
import { keepFunction } from '../keep-old.ts';
import { printMark, singleQuoted } from '../marks.ts';
import { scriptReader } from '../script-reader.ts';
import { bytesWord, nameWord, wordLots } from '../words.ts';
import { lotsOfFiles } from './compare-script.ts';

export interface ApplyScript extends Ownership {
  readonly nonce: string;
  readonly attemptId: AttemptId;
  readonly destination: string;
  /** To make, those above before those below. */
  readonly directories: readonly Named[];
  /** What comes in the archive: files by name, below the directory `stagingName` of the directory that they go to. */
  readonly files: readonly (Named & { readonly sha256: string })[];
  readonly links: readonly { readonly name: string }[];
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

/** The directory in which files wait until they are verified: beside their places, so that rename(2) suffices. */
export function stagingName(attemptId: AttemptId): string {
  return `.aeon-upload-${attemptId}`;
}

/**
 * Brings files into a directory: all of them are written beside their places, synced to disk and verified before the
 * first is renamed. Each name holds the untouched old file or the complete new one at any time.
 */
export function applyScript(apply: ApplyScript): string {
  const { nonce, destination, backupStamp: stamp, attemptId } = apply;
  const steps = [...makeDirectories(apply), ...receive(apply), ...mendAttributes(apply), ...remove(apply)];
  return applyText({
    nonce,
    destination,
    keep: stamp === undefined ? ':' : keepFunction({ stamp, attemptId }),
    makeRoot: makeRoot(apply),
    steps: steps.join('\n'),
  });
}

interface ApplyText {
  readonly nonce: string;
  readonly destination: string;
  readonly keep: string;
  readonly makeRoot: string;
  readonly steps: string;
}

function applyText({ nonce, destination, keep, makeRoot, steps }: ApplyText): string {
  return `LC_ALL=C; export LC_ALL
${setDirectory(destination)}
${digestFunction(`${printMark(nonce, applyMarks.noSha256)}; exit 1`)}
${keep}
[ -d "$d" ] || ${makeRoot} || exit 1
cd "$d/" || exit 1
${steps}
${printMark(nonce, applyMarks.installed)}
exit 0`;
}

/** What the builder was given, for whoever plays the host. An archive comes where `steps` hold the mark `need`. */
export const readApplyScript = scriptReader(
  { nonce: 'hex', destination: 'quoted', keep: 'text', makeRoot: 'text', steps: 'text' },
  applyText,
);

function makeRoot(apply: ApplyScript): string {
  const own = changeOwner(apply, '"$d"');
  return own === '' ? 'mkdir "$d"' : `{ mkdir "$d" && ${own}; }`;
}

function makeDirectories(apply: ApplyScript): string[] {
  const { directories } = apply;
  return [
    ...wordLots(directories, ({ name }) => nameWord(name)).flatMap(({ words }) => [
      `mkdir ${words} || exit 1`,
      orExit(changeOwner(apply, words)),
    ]),
    ...changeModes(directories),
  ].filter((line) => line !== '');
}

function receive(apply: ApplyScript): string[] {
  const { files, links, nonce, attemptId } = apply;
  const names = [...files, ...links].map(({ name }) => name);
  if (names.length === 0) return [];
  const staging = stagingName(attemptId);
  const directories = byDirectory(names);
  const lots = wordLots([...directories.keys()], (directory) => singleQuoted(`${directory}/${staging}`));
  return [
    'clean() {',
    ...lots.map(({ words }) => `  rm -rf ${words}`),
    '}',
    `trap clean EXIT`,
    `trap 'exit 1' HUP INT TERM PIPE`,
    `command -v tar >/dev/null 2>&1 || { ${printMark(nonce, applyMarks.noTar)}; exit 1; }`,
    'u=$(umask); umask 077',
    ...lots.map(({ words }) => `mkdir ${words} || exit 1`),
    printMark(nonce, applyMarks.need),
    `tar -xpof - || exit 1`,
    'umask "$u"',
    ...verify(apply),
    ...ownStaged(apply, staging),
    `sync -f . 2>/dev/null || sync`,
    ...(apply.backupStamp === undefined ? [] : apply.kept.map((name) => `keep ${nameWord(name)} || exit 1`)),
    ...[...directories].flatMap(([directory, bases]) =>
      wordLots(bases, (base) => singleQuoted(`${directory}/${staging}/${base}`)).map(
        ({ words }) => `mv -f ${words} ${singleQuoted(`${directory}/`)} || exit 1`,
      ),
    ),
  ];
}

function verify({ files, nonce, attemptId }: ApplyScript): string[] {
  const staged = new Map(files.map(({ name, sha256 }) => [stagedName(name, attemptId), sha256]));
  return lotsOfFiles([...staged.keys()]).map(({ items, words }) => {
    const expected = items.map((name) => staged.get(name)).join('\n');
    return `[ "$(digests ${words})" = '${expected}' ] || { ${printMark(nonce, applyMarks.differs)}; exit 1; }`;
  });
}

/** chown(2) takes the bits for set-user-ID and set-group-ID away, so they are set after it. */
function ownStaged(apply: ApplyScript, staging: string): string[] {
  const { files, links, owner, group, attemptId } = apply;
  if (owner === undefined && group === undefined) return [];
  const directories = [...byDirectory([...files, ...links].map(({ name }) => name)).keys()];
  const special = files.filter(({ mode }) => mode.length > 3);
  return [
    ...wordLots(directories, (directory) => singleQuoted(`${directory}/${staging}`)).map(({ words }) =>
      orExit(changeOwner(apply, words, '-hR')),
    ),
    ...changeModes(special.map(({ name, mode }) => ({ name: stagedName(name, attemptId), mode }))),
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

/** Base names by directory, which begins with `.`. */
function byDirectory(names: readonly string[]): Map<string, string[]> {
  return new Map(
    [...Map.groupBy(names, (name) => dirname(name))].map(([directory, those]) => [
      directory === '' ? '.' : `./${directory}`,
      those.map((name) => name.slice(name.lastIndexOf('/') + 1)),
    ]),
  );
}

function dirname(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')));
}

/** Where a file waits, relative to the destination. */
export function stagedName(name: string, attemptId: AttemptId): string {
  const directory = dirname(name);
  const base = name.slice(name.lastIndexOf('/') + 1);
  return `${directory === '' ? '' : `${directory}/`}${stagingName(attemptId)}/${base}`;
}
