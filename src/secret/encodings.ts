/**
 * A secret as it may come up in what programs write, and in our own commands: as it is, in one line, in small and in capital
 * letters, and as JSON, base64, URLs, HTML and shells write it, one inside the other too.
 */
export function encodingsOf(secret: string): string[] {
  const wellFormed = secret.toWellFormed();
  return [
    secret,
    ...asJson(secret).flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]),
    ...base64(Buffer.from(wellFormed)),
    ...asUrls(wellFormed),
    ...asShellsWrite(secret).flatMap((text) => [text, ...asShellsWrite(text)]),
    ...asQuoted(secret),
    secret.replace(/\s*\n\s*/g, ' ⏎ '),
    secret.toLowerCase(),
    secret.toUpperCase(),
    ...asHtml(secret),
  ];
}

/** Programs differ in what they escape beyond what they have to. */
function asJson(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    json,
    escaped(json, /[<>&]/g), // Go, and with it docker, kubectl and terraform.
    escaped(json, /[<>&'=]/g), // Gson.
    ascii(json), // Python.
    json.replaceAll('/', '\\/'),
    ascii(json).replaceAll('/', '\\/'), // PHP.
  ];
}

function ascii(json: string): string {
  return escaped(json, /[^\0-\x7f]/g);
}

function escaped(json: string, which: RegExp): string {
  return json.replace(which, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** RFC 3986 leaves five signs to programs; for a path `/` stays as it is (Python), in a form a blank is `+`. */
function asUrls(secret: string): string[] {
  const url = encodeURIComponent(secret);
  const strict = url.replace(/[!'()*]/g, percent);
  const java = url.replace(/[!'()~]/g, percent);
  return [url, strict, strict.replaceAll('%2F', '/'), java].flatMap((text) => [
    text,
    text.replaceAll('%20', '+'),
    text.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
  ]);
}

function percent(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}

function asShellsWrite(text: string): string[] {
  return [
    text.replaceAll("'", "'\\''"),
    text.replaceAll("'", `'"'"'`),
    text.replace(/[\s!"$&'()*,;<>?[\\\]^`{|}]/g, '\\$&'), // What `printf %q` of bash writes.
    text.replace(/[^\w@%+=:,./-]/g, '\\$&'),
    text.replace(/["$`\\]/g, '\\$&'),
  ];
}

/** Between single quotes: as YAML and SQL write it, and as Python, PHP and `$'…'` of a shell do. */
function asQuoted(secret: string): string[] {
  return [secret.replaceAll("'", "''"), secret.replace(/['\\]/g, '\\$&'), secret.replaceAll('\\', '\\\\')];
}

/**
 * The secret alone, in lines too, and the part that stays the same wherever it stands in a longer text: `user:password` of an HTTP
 * header shifts it by any number of bytes.
 */
function base64(bytes: Buffer): string[] {
  const whole = bytes.toString('base64');
  const texts = [whole, ...lineLengths.flatMap((length) => linesOf(whole, length))];
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

/** Those of base64(1), and of PEM, which openssl(1) writes. */
const lineLengths = [76, 64];

function linesOf(text: string, length: number): string[] {
  const lines = text.match(new RegExp(`.{1,${length}}`, 'g')) ?? [];
  return lines.filter((line) => line.length >= shortestCore);
}

/** Quotes are escaped in an attribute, and by most programs elsewhere too, each in its own way. */
function asHtml(secret: string): string[] {
  const text = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return quotes.map(([double, single]) => text.replaceAll('"', double).replaceAll("'", single));
}

const quotes = [
  ['&quot;', '&#39;'],
  ['&quot;', '&#x27;'],
  ['&quot;', '&apos;'],
  ['&quot;', "'"],
  ['&#34;', '&#39;'],
  ['"', "'"],
] as const;
