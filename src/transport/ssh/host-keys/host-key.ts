import { createHash } from 'node:crypto';

/** A host's public key as it came over the wire (RFC 4253 section 6.6). */
export interface HostKey {
  /** Such as `ssh-ed25519`. */
  readonly type: string;
  /** Base64, as known_hosts has it. */
  readonly key: string;
  /** As OpenSSH prints it. */
  readonly fingerprint: string;
}

export function readHostKey(blob: Buffer): HostKey {
  const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
  return {
    type: blob.toString('latin1', 4, 4 + length),
    key: blob.toString('base64'),
    fingerprint: fingerprint(blob),
  };
}

/** `SHA256:…` without padding, as ssh-keygen -l prints it. */
export function fingerprint(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** The word of ssh-keygen -t and of the names of key files: `ed25519`, `rsa`, `ecdsa`. */
export function shortKeyType(type: string): string {
  return type.startsWith('ecdsa-') ? 'ecdsa' : type.replace(/^ssh-/, '');
}
