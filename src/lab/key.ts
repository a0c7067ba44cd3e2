import ssh2 from 'ssh2';

/** A key pair that lives as long as the lab. */
export interface LabKey {
  /** In OpenSSH's own format (PROTOCOL.key), without a passphrase. */
  readonly privateText: string;
  /** As it stands in known_hosts and authorized_keys: `ssh-ed25519 AAAA…`. */
  readonly publicLine: string;
}

/** Ed25519: the cheapest to make and to check. */
export function newKey(): LabKey {
  const pair = ssh2.utils.generateKeyPairSync('ed25519');
  return { privateText: pair.private, publicLine: pair.public.trim() };
}
