import type { AttemptId } from './attempt-tag.ts';
import { type Attributes, changeOwner, statFormat, statText } from './attributes.ts';
import { setDestination } from './destination.ts';
import { digestFunction } from './digest.ts';
import { keepFunction } from './keep-old.ts';
import { printMark, singleQuoted } from './marks.ts';
import { scriptReader } from './script-reader.ts';
import { wordIsThere } from './whether-there.ts';

export interface UploadScript extends Attributes {
  readonly attemptId: AttemptId;
  readonly nonce: string;
  /** Relative ones lie below the login directory; with a slash at its end it is a directory that holds `name`. */
  readonly destination: string;
  /** The source's base name. */
  readonly name: string;
  readonly sha256: string;
  /** In bytes, where it matters for the speed. */
  readonly size?: number;
  /** Keeps a file that is replaced under a name with this stamp. */
  readonly backupStamp?: string;
}

/** What the script says in marks. After `need` it reads the file from its standard input up to the end. */
export const uploadMarks = {
  unchanged: 'unchanged',
  modeOnly: 'mode',
  need: 'need',
  installed: 'installed',
  isDirectory: 'isdir',
  isNoFile: 'nofile',
  noDirectory: 'nodir',
  noSha256: 'nosha',
  differs: 'differs',
} as const;

/**
 * Puts a file in its place in one step: a temporary one beside the target, synced to disk, its SHA-256 compared,
 * then rename(2). A symbolic link is replaced and never followed, also one to a directory that appears meanwhile: `-T`, which old
 * versions of busybox lack, keeps mv(1) from putting the file into that. All users of the host may know the name of the temporary file, and one
 * of them may own the directory: it is made anew (O_EXCL), and worked on through its open file where there is a /proc. On any failure the old file is untouched, and the temporary one is
 * removed once nothing works on it any more: what forces it to the disk would make it anew.
 */
export function uploadScript(upload: UploadScript): string {
  const { attemptId, backupStamp: stamp } = upload;
  const own = (file: string, options: string) => {
    const chown = changeOwner(upload, file, options);
    return chown === '' ? '' : `${chown} && `;
  };
  const keep =
    stamp === undefined
      ? ''
      : `${keepFunction({ stamp, attemptId })}\n[ ! -e "$d" ] || keep "$d" || exit 1\n`;
  return uploadText({
    ...upload,
    format: statFormat(upload),
    wanted: statText(upload),
    ownOld: own('"$d"', '-h'),
    ownNew: own('"$f"', '--'), // Of the file behind the link in /proc.
    digests: digestFunction(`${printMark(upload.nonce, uploadMarks.noSha256)}; exit 1`, upload),
    receive: receive(upload),
    keep,
  });
}

const large = 8 * 1024 * 1024;

/**
 * Reads the file to its end, forces it to the disk and compares it. A large one is compared while it arrives where there are cores to
 * spare: behind a network that is slower than both, it costs no time then. On two cores, the login and the disk take them.
 * Only GNU's tee ends when the disk is full, if asked to; others go on until all has been sent.
 */
function receive({ nonce, sha256, size = 0 }: UploadScript): string {
  const differs = `{ ${printMark(nonce, uploadMarks.differs)}; exit 1; }`;
  if (size < large) {
    return `dd of="$f" bs=65536 conv=fsync || exit 1
has ${sha256} "$f" || ${differs}`;
  }
  const sync = 'dd of="$f" conv=notrunc,fsync count=0 </dev/null';
  return `if [ "$(nproc 2>/dev/null || echo 1)" -gt 2 ] && tee --output-error=exit </dev/null >/dev/null 2>&1; then
  case $({ { tee --output-error=exit "$f" || echo failed >&3; } | sha256 >&3; } 3>&1) in
    *failed*) exit 1 ;;
    ${sha256}*) ${sync} || exit 1 ;;
    *) ${differs} ;;
  esac
else
  dd of="$f" bs=65536 || exit 1
  ${sync} &
  has ${sha256} "$f" || ${differs}
  wait $! || exit 1
fi`;
}

interface UploadText extends UploadScript {
  readonly format: string;
  readonly wanted: string;
  /** Shell text that ends with `&&`, or nothing. */
  readonly ownOld: string;
  readonly ownNew: string;
  /** Lines that define `digests` and `has`. */
  readonly digests: string;
  /** Lines that fill the temporary file, `$f`, from the standard input. */
  readonly receive: string;
  /** Lines of shell text, or nothing. */
  readonly keep: string;
}

function uploadText(upload: UploadText): string {
  const say = (word: keyof typeof uploadMarks) => printMark(upload.nonce, uploadMarks[word]);
  return `LC_ALL=C; export LC_ALL
${setDestination(upload.destination)}
case $d in */) d=$d${singleQuoted(upload.name)};; esac
${upload.digests}
[ -d "$d" ] && { ${say('isDirectory')}; exit 1; }
[ -e "$d" ] && [ ! -f "$d" ] && [ ! -L "$d" ] && { ${say('isNoFile')}; exit 1; }
if [ -f "$d" ] && [ ! -L "$d" ] && [ -r "$d" ] && has ${upload.sha256} "$d"; then
  [ "$(stat -c '${upload.format}' "$d" 2>/dev/null)" = ${singleQuoted(upload.wanted)} ] && { ${say('unchanged')}; exit 0; }
  ${upload.ownOld}chmod ${upload.mode} "$d" && { ${say('modeOnly')}; exit 0; }
  exit 1
fi
[ -d "\${d%/*}/" ] || { ${wordIsThere('"${d%/*}/"')}; ${say('noDirectory')}; exit 1; }
t=\${d%/*}/.aeon-upload-${upload.attemptId}
trap 'wait; rm -f "$t"' EXIT
trap 'exit 1' HUP INT TERM PIPE
umask 077; set -C
{ command exec 9>"$t"; } && [ -f "$t" ] && [ ! -L "$t" ] || exit 1
set +C; f=/proc/self/fd/9
[ -f "$f" ] || f=$t
${say('need')}
${upload.receive}
${upload.ownNew}chmod ${upload.mode} "$f" || exit 1
[ "$f" -ef "$t" ] && [ ! -L "$t" ] || exit 1
exec 9>&-
${upload.keep}mv -fT "$t" "$d" 2>/dev/null || { [ ! -d "$d" ] && mv -f "$t" "$d"; } || exit 1
trap - EXIT
${say('installed')}
exit 0`;
}

/** What the builder was given, for whoever plays the host; who owns the file and what is kept is left out. */
export function readUploadScript(text: string): UploadScript | undefined {
  const found = readText(text);
  if (found === undefined) return undefined;
  const { attemptId, nonce, destination, name, mode, sha256 } = found;
  return { attemptId, nonce, destination, name, mode, sha256 };
}

const readText = scriptReader(
  {
    attemptId: 'hex',
    nonce: 'hex',
    destination: 'quoted',
    name: 'quoted',
    mode: 'digits',
    sha256: 'hex',
    format: 'text',
    wanted: 'quoted',
    ownOld: 'text',
    ownNew: 'text',
    digests: 'text',
    receive: 'text',
    keep: 'text',
  },
  uploadText,
);
