import { singleQuoted } from '../../shell/marks.ts';

/** What the script prints where the host has neither of the two programs. */
export const noClient = 'no-client';

const timeoutSeconds = 10;

/**
 * Asks for a URL once and prints the status that came, or says on stderr why none did. curl gets the URL through its
 * configuration on stdin (curl(1), --config), so that it stands in no argument; wget has no such door. GNU wget would
 * follow redirects and try 20 times; the wget of BusyBox knows none of these options, and that of Debian 12 crashes at -T.
 */
export function httpScript(url: string): string {
  const plain = url.replaceAll(/[\x00-\x20\x7f]/g, encodeURIComponent); // No line of it is one of the script's or of curl's.
  const config = plain.replaceAll(/["\\]/g, '\\$&');
  const status =
    's|^ *HTTP/[0-9.]* \\([0-9][0-9][0-9]\\).*|\\1|p; s|.*error: HTTP/[0-9.]* \\([0-9][0-9][0-9]\\).*|\\1|p';
  return `if command -v curl >/dev/null 2>&1; then
curl -q -sS -g -o /dev/null -w '%{http_code}\\n' --max-time ${timeoutSeconds} -K - <<'AEON_URL'
url = "${config}"
AEON_URL
elif command -v wget >/dev/null 2>&1; then
  case $(wget --version 2>/dev/null) in GNU*) more='-t 1 --max-redirect=0 -T ${timeoutSeconds}';; *) more=;; esac
  said=$(wget -S -O /dev/null $more ${singleQuoted(plain)} 2>&1)
  code=$(printf '%s\\n' "$said" | sed -n '${status}' | head -n 1)
  if [ -n "$code" ]; then echo "$code"; else printf '%s\\n' "$said" >&2; exit 1; fi
else echo ${noClient}
fi`;
}
