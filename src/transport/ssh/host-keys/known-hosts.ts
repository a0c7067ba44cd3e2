/** known_hosts as text: sshd(8) "SSH_KNOWN_HOSTS FILE FORMAT", read as OpenSSH's hostfile.c reads it. */

import { createHmac } from 'node:crypto';

/** One line that speaks about a host. */
export interface KnownLine {
  /** Counts from 1. */
  readonly line: number;
  /** `revoked` keys are refused; a `cert-authority` line is about certificates and never about this plain key. */
  readonly marker: 'none' | 'revoked' | 'cert-authority';
  /** Such as `ssh-ed25519`. */
  readonly keyType: string;
  /** Base64. */
  readonly key: string;
}

/** The lines of one file, found by name at once where the name is written out, by a scan where it is hashed or a pattern. */
export class KnownHosts {
  readonly #byName = new Map<string, KnownLine[]>();
  readonly #scanned: { readonly matches: NameTest; readonly line: KnownLine }[] = [];
  #lines = 0;

  /** Lines that cannot be read are passed over, as OpenSSH does. */
  static parse(text: string): KnownHosts {
    const known = new KnownHosts();
    known.append(text);
    return known;
  }

  /** What was added to the end of the file. */
  append(text: string): void {
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    for (const line of lines) {
      this.#lines += 1;
      this.#addLine(line);
    }
  }

  /** `name` as `knownName` makes it. */
  find(name: string): readonly KnownLine[] {
    const sought = name.toLowerCase();
    const exact = this.#byName.get(sought) ?? [];
    const scanned = this.#scanned.filter(({ matches }) => matches(sought)).map(({ line }) => line);
    return [...exact, ...scanned];
  }

  #addLine(text: string): void {
    const fields = text.trim().split(/[ \t]+/);
    const marker = markers.get(fields[0] ?? '') ?? 'none';
    const [names, keyType, blob] = marker === 'none' ? fields : fields.slice(1);
    if (names === undefined || names === '' || names.startsWith('#') || names.startsWith('@')) return;
    const key = readKey(keyType, blob);
    if (key === undefined || keyType === undefined) return;
    const line: KnownLine = { line: this.#lines, marker, keyType, key };
    if (names.startsWith('|')) {
      const matches = hashedName(names);
      if (matches !== undefined) this.#scanned.push({ matches, line });
    } else if (/[*?!]/.test(names)) this.#scanned.push({ matches: namePatterns(names), line });
    else for (const name of new Set(names.toLowerCase().split(','))) this.#addName(name, line);
  }

  #addName(name: string, line: KnownLine): void {
    const lines = this.#byName.get(name);
    if (lines === undefined) this.#byName.set(name, [line]);
    else lines.push(line);
  }
}

/** How known_hosts writes a host: the port is named when it is not 22. */
export function knownName(address: string, port: number): string {
  return port === 22 ? address.toLowerCase() : `[${address.toLowerCase()}]:${port}`;
}

type NameTest = (name: string) => boolean;

const markers: ReadonlyMap<string, 'revoked' | 'cert-authority'> = new Map([
  ['@revoked', 'revoked'],
  ['@cert-authority', 'cert-authority'],
]);

/** RFC 4253 section 6.6: a key begins with its own type. */
function readKey(keyType: string | undefined, blob: string | undefined): string | undefined {
  if (keyType === undefined || blob === undefined) return;
  const key = Buffer.from(blob, 'base64');
  if (key.length <= 4 + keyType.length || key.readUInt32BE(0) !== keyType.length) return;
  return key.toString('latin1', 4, 4 + keyType.length) === keyType ? key.toString('base64') : undefined;
}

/** `|1|salt|hash`: HMAC-SHA1 of the name. */
function hashedName(field: string): NameTest | undefined {
  const [, version, salt, hash] = field.split('|');
  if (version !== '1' || salt === undefined || hash === undefined) return;
  const secret = Buffer.from(salt, 'base64');
  return (name) => createHmac('sha1', secret).update(name).digest('base64') === hash;
}

/** ssh_config(5) PATTERNS: one that matches is enough, a negated one that matches forbids the line. */
function namePatterns(field: string): NameTest {
  const patterns = field
    .toLowerCase()
    .split(',')
    .filter((pattern) => pattern !== '' && pattern !== '!');
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!')).map(wildcards);
  const unwanted = patterns
    .filter((pattern) => pattern.startsWith('!'))
    .map((text) => wildcards(text.slice(1)));
  return (name) => wanted.some((one) => one.test(name)) && !unwanted.some((one) => one.test(name));
}

function wildcards(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*+/g, '.*').replace(/\?/g, '.')}$`, 's');
}
