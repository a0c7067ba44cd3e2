import type { Algorithms } from 'ssh2';
import { isAesFast } from './aes-speed.ts';

/**
 * What we offer, best first. curve25519 costs both sides least. No SHA-1, no DSA, no CBC: as OpenSSH since 8.8.
 * `knownKeyTypes`: the host is asked for a key that known_hosts has, before any other (as OpenSSH's order_hostkeyalgs).
 */
export function offeredAlgorithms(knownKeyTypes: ReadonlySet<string>) {
  return {
    kex: [...keyExchanges],
    serverHostKey: hostKeyAlgorithms(knownKeyTypes),
    cipher: ciphers(),
    hmac: [...macs],
    compress: ['none'],
  } satisfies Algorithms;
}

const keyExchanges = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group14-sha256',
  'diffie-hellman-group16-sha512',
  'diffie-hellman-group18-sha512',
  'diffie-hellman-group-exchange-sha256',
] as const;

const macs = [
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512-etm@openssh.com',
  'hmac-sha2-256',
  'hmac-sha2-512',
] as const;

const everyHostKeyAlgorithm = [
  { algorithm: 'ssh-ed25519', keyType: 'ssh-ed25519' },
  { algorithm: 'ecdsa-sha2-nistp256', keyType: 'ecdsa-sha2-nistp256' },
  { algorithm: 'ecdsa-sha2-nistp384', keyType: 'ecdsa-sha2-nistp384' },
  { algorithm: 'ecdsa-sha2-nistp521', keyType: 'ecdsa-sha2-nistp521' },
  { algorithm: 'rsa-sha2-512', keyType: 'ssh-rsa' },
  { algorithm: 'rsa-sha2-256', keyType: 'ssh-rsa' },
] as const;

function hostKeyAlgorithms(known: ReadonlySet<string>) {
  const isKnown = ({ keyType }: { keyType: string }) => known.has(keyType);
  const [first, last] = [
    everyHostKeyAlgorithm.filter(isKnown),
    everyHostKeyAlgorithm.filter((one) => !isKnown(one)),
  ];
  return [...first, ...last].map(({ algorithm }) => algorithm);
}

const aesGcm = ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com'] as const;
const chacha = ['chacha20-poly1305@openssh.com'] as const;
const aesCtr = ['aes128-ctr', 'aes192-ctr', 'aes256-ctr'] as const;

function ciphers() {
  return isAesFast() ? [...aesGcm, ...chacha, ...aesCtr] : [...chacha, ...aesGcm, ...aesCtr];
}
