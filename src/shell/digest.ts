/**
 * Defines `digests FILE…`, which prints the SHA-256 of each file on a line of its own, and `has SHA256 FILE`; runs `orElse`
 * where the host has no program for that. A single file is read as standard input: its name may hold a newline.
 */
export function digestFunction(orElse: string): string {
  return `if command -v sha256sum >/dev/null 2>&1; then sha256() { sha256sum "$@"; }
elif command -v openssl >/dev/null 2>&1; then sha256() { openssl dgst -sha256 -r "$@"; }
elif command -v shasum >/dev/null 2>&1; then sha256() { shasum -a 256 "$@"; }
else ${orElse}; fi
digests() {
  if [ $# -eq 1 ]; then sha256 <"$1"; else sha256 "$@"; fi | sed 's/^\\\\//' | cut -c1-64
}
has() { case $(sha256 <"$2") in "$1"*) ;; *) return 1;; esac; }`;
}
