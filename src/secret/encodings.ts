/**
 * A secret as it may come up in what programs write, and in our own commands: as it is, in one line, in small and in capital
 * letters, and as JSON, base64, URLs, HTML and shells write it, one inside the other too.
 */
export function encodingsOf(secret: string): string[] {
  const wellFormed = secret.toWellFormed();
  const url = encodeURIComponent(wellFormed);
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    ...base64(Buffer.from(wellFormed)),
    url,
    url.replaceAll('%20', '+'),
    url.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
    ...asShellsWrite(secret).flatMap((text) => [text, ...asShellsWrite(text)]),
    secret.replace(/\s*\n\s*/g, ' ⏎ '),
    secret.toLowerCase(),
    secret.toUpperCase(),
    html(secret),
  ];
}

function asShellsWrite(text: string): string[] {
  return [
    text.replaceAll("'", "'\\''"),
    text.replaceAll("'", `'"'"'`),
    text.replace(/[^\w@%+=:,./-]/g, '\\$&'), // What `printf %q` of bash writes.
    text.replace(/["$`\\]/g, '\\$&'),
  ];
}

/**
 * The secret alone, and the part that stays the same wherever it stands in a longer text: `user:password` of an HTTP
 * header shifts it by any number of bytes.
 */
function base64(bytes: Buffer): string[] {
  const texts = [bytes.toString('base64')];
  for (const shift of [0, 1, 2]) {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]);
    const core = shifted
      .toString('base64')
      .slice(Math.ceil((shift * 8) / 6), Math.floor((shifted.length * 8) / 6));
    if (core.length >= shortestCore) texts.push(core);
  }
  return texts.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
}

/** Shorter parts of base64 would come up by chance. */
const shortestCore = 8;

function html(secret: string): string {
  return secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
