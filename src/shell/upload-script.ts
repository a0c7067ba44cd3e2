import type { AttemptId } from './exec-script.ts';
import { printMark, singleQuoted } from './marks.ts';
import { scriptReader } from './script-reader.ts';

export interface UploadScript {
  readonly attemptId: AttemptId;
  readonly nonce: string;
  /** Relative ones lie below the login directory; with a slash at its end it is a directory that holds `name`. */
  readonly destination: string;
  /** The source's base name. */
  readonly name: string;
  /** Octal digits, such as 755. */
  readonly mode: string;
  readonly sha256: string;
}

/** What the script says in marks. After `need` it reads the file from its standard input up to the end. */
export const uploadMarks = {
  unchanged: 'unchanged',
  modeOnly: 'mode',
  need: 'need',
  installed: 'installed',
  isDirectory: 'isdir',
  noDirectory: 'nodir',
  noSha256: 'nosha',
  differs: 'differs',
} as const;

/**
 * Puts a file in its place in one step: a temporary one beside the target, synced to disk, its SHA-256 compared,
 * then rename(2). A symbolic link is replaced and never followed. On any failure the old file is untouched.
 */
export function uploadScript(upload: UploadScript): string {
  const say = (word: keyof typeof uploadMarks) => printMark(upload.nonce, uploadMarks[word]);
  return `LC_ALL=C; export LC_ALL
d=${singleQuoted(upload.destination)}
case $d in '~/'*) d=$HOME/\${d#'~/'};; esac
case $d in */) d=$d${singleQuoted(upload.name)};; esac
case $d in /*) ;; *) d=./$d;; esac
digest() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum <"$1" | cut -c1-64
  elif command -v openssl >/dev/null 2>&1; then openssl dgst -sha256 -r <"$1" | cut -c1-64
  elif command -v shasum >/dev/null 2>&1; then shasum -a 256 <"$1" | cut -c1-64
  else ${say('noSha256')}; exit 1; fi
}
[ -d "$d" ] && { ${say('isDirectory')}; exit 1; }
if [ -f "$d" ] && [ ! -L "$d" ] && [ -r "$d" ] && [ "$(digest "$d")" = ${upload.sha256} ]; then
  [ "$(stat -c %a "$d" 2>/dev/null)" = ${upload.mode} ] && { ${say('unchanged')}; exit 0; }
  chmod ${upload.mode} "$d" && { ${say('modeOnly')}; exit 0; }
  exit 1
fi
[ -d "\${d%/*}/" ] || { ${say('noDirectory')}; exit 1; }
t=\${d%/*}/.aeon-upload-${upload.attemptId}
trap 'rm -f "$t"' EXIT
trap 'exit 1' HUP INT TERM PIPE
umask 077
: >"$t" || exit 1
${say('need')}
dd of="$t" bs=65536 conv=fsync || exit 1
[ "$(digest "$t")" = ${upload.sha256} ] || { ${say('differs')}; exit 1; }
chmod ${upload.mode} "$t" && mv -f "$t" "$d" || exit 1
trap - EXIT
${say('installed')}
exit 0`;
}

/** What the builder was given, for whoever plays the host. */
export const readUploadScript = scriptReader(
  {
    attemptId: 'hex',
    nonce: 'hex',
    destination: 'quoted',
    name: 'quoted',
    mode: 'digits',
    sha256: 'hex',
  },
  uploadScript,
);
