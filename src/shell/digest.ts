/** From this size in bytes on openssl is faster: it takes longer to start, and for each byte a third of sha256sum's time. */
const large = 8 * 1024 * 1024;

/**
 * Defines `digests FILE…`, which prints the SHA-256 of each file on a line of its own, and `has SHA256 FILE`; runs `orElse`
 * where the host has no program for that. A single file is read as standard input: its name may hold a newline. `sha256`, which
 * both use, takes the place of the shell that calls it: it is for a pipe or `$(…)`.
 */
export function digestFunction(orElse: string, { size = 0 }: { readonly size?: number } = {}): string {
  const [first, ...others] = size >= large ? [openssl, coreutils, perl] : [coreutils, openssl, perl];
  return `if ${define(first)}
${others.map((program) => `elif ${define(program)}\n`).join('')}else ${orElse}; fi
digests() {
  if [ $# -eq 1 ]; then sha256 <"$1"; else sha256 "$@"; fi | sed 's/^\\\\//' | cut -c1-64
}
has() { case $(sha256 <"$2") in "$1"*) ;; *) return 1;; esac; }`;
}

interface Program {
  readonly name: string;
  readonly args: string;
}

const coreutils: Program = { name: 'sha256sum', args: '' };
const openssl: Program = { name: 'openssl', args: ' dgst -sha256 -r' };
const perl: Program = { name: 'shasum', args: ' -a 256' };

function define({ name, args }: Program): string {
  return `command -v ${name} >/dev/null 2>&1; then sha256() { exec ${name}${args} "$@"; }`;
}
