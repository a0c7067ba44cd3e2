import type { HostKey } from './host-key.ts';
import type { KnownLine } from './known-hosts.ts';

/** A line and the file that it is in. */
export interface FoundLine extends KnownLine {
  readonly path: string;
}

/** What the files say about one host. */
export interface KnownLines {
  /** For the name with its port. */
  readonly exact: readonly FoundLine[];
  /** For the bare name where the port is not 22: they count where the name with its port is not known, as OpenSSH has it. */
  readonly portless: readonly FoundLine[];
}

export type HostKeyFinding =
  | { readonly kind: 'known' }
  /** `authorities` would vouch for the host with a certificate. */
  | { readonly kind: 'unknown'; readonly authorities: readonly FoundLine[] }
  /** Other keys are known for this host. */
  | { readonly kind: 'changed'; readonly lines: readonly FoundLine[] }
  | { readonly kind: 'revoked'; readonly line: FoundLine };

/**
 * Compares a host's key with what is known. A host that is known by a key of another type alone has changed too: we
 * ask for the types that are known first, so a server that still had one of those would have shown it.
 */
export function findHostKey({ exact, portless }: KnownLines, { key }: HostKey): HostKeyFinding {
  const all = [...exact, ...portless];
  const revoked = all.find((line) => line.marker === 'revoked' && line.key === key);
  if (revoked !== undefined) return { kind: 'revoked', line: revoked };
  const lines = plain(exact);
  const telling = lines.length > 0 ? lines : plain(portless);
  if (telling.some((line) => line.key === key)) return { kind: 'known' };
  if (lines.length > 0) return { kind: 'changed', lines };
  return { kind: 'unknown', authorities: all.filter(({ marker }) => marker === 'cert-authority') };
}

/** The types of key by which the host is known, so that it is asked for one of those first. */
export function knownKeyTypes({ exact, portless }: KnownLines): ReadonlySet<string> {
  const lines = plain(exact).length > 0 ? exact : portless;
  return new Set(plain(lines).map(({ keyType }) => keyType));
}

function plain(lines: readonly FoundLine[]): readonly FoundLine[] {
  return lines.filter(({ marker }) => marker === 'none');
}
