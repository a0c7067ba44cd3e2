import { looksSecret } from './secret-key.ts';

/** A line of a file as it may be shown: what looks like the value of a secret is blanked. */
export function blankSecrets(lines: readonly string[], index: number): string {
  const line = (lines[index] ?? '').slice(0, longestLine);
  if (isBelowSecretKey(lines, index)) return line.replace(/\S.*$/, blank);
  return blankLegacyLine(blankUrls(blankValues(line))).replace(unencrypted, `$1${blank}`);
}

const blank = '•••';
/** What stands after !age and should have been encrypted. */
const unencrypted = /(!age\s+)(?=[^\s|>]).*$/;
/** Keeps the searches below quick. */
const longestLine = 5000;
const sourceKeys = /^\s*(?:env|file|command|prompt)\s*:/;

/** In a block scalar or a map under a key such as `passphrase`. */
function isBelowSecretKey(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? '';
  if (line.trim() === '' || sourceKeys.test(line)) return false;
  let indent = indentOf(line);
  for (let above = index - 1; above >= Math.max(0, index - 500) && indent > 0; above--) {
    const parent = lines[above] ?? '';
    if (parent.trim() === '' || indentOf(parent) >= indent) continue;
    indent = indentOf(parent);
    const key = /^[\s-]*["']?([\w.-]+)["']?\s*:/.exec(parent.slice(0, longestLine))?.[1];
    if (key !== undefined && looksSecret(key)) return true;
  }
  return false;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Quoted values up to their quote, others up to the end of the line; a place to ask (`{ env: NAME }`) is no secret. */
function blankValues(line: string): string {
  const keyed = /(["']?)([\w.-]+)\1(\s*[:=]\s*)(?=\S)/g;
  for (let match = keyed.exec(line); match; match = keyed.exec(line)) {
    const start = match.index + match[0].length;
    const rest = line.slice(start);
    if (!looksSecret(match[2] ?? '') || /^\{\s*(?:env|file|command|prompt)\s*:/.test(rest)) continue;
    const quoted = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/.exec(rest)?.[0];
    const end = quoted === undefined ? line.length : start + quoted.length;
    line = line.slice(0, start) + blank + line.slice(end);
    keyed.lastIndex = start + blank.length;
  }
  return line;
}

/** `https://user:password@host`. */
function blankUrls(line: string): string {
  return line.replace(/(:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g, `$1${blank}`);
}

/** `ip:user:password`, alone on its line or as an item of a list. */
function blankLegacyLine(line: string): string {
  return line.replace(/^([\s"'-]*(?:\[[\da-f:.%\w-]+\]|[\w.-]+):[^\s:]*:)(?=\S).*$/i, `$1${blank}`);
}
