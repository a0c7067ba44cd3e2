import ssh2 from 'ssh2';

/** A key pair that lives as long as the lab. */
export interface LabKey {
  /** In OpenSSH's own format (PROTOCOL.key), without a passphrase. */
  readonly privateText: string;
  /** As it stands in known_hosts and authorized_keys: `ssh-ed25519 AAAA…`. */
  readonly publicLine: string;
}

/**
 * Ed25519: the cheapest to make and to check. ssh2 1.17 writes one key in 256 so that nobody can read it (it drops zeros at the
 * front of the public part, keygen.js), hence the second try.
 */
export function newKey(): LabKey {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    const isReadable = !(ssh2.utils.parseKey(pair.private) instanceof Error);
    if (isReadable) return { privateText: pair.private, publicLine: pair.public.trim() };
  }
}
