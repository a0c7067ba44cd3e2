import { TransportError } from '../../errors.ts';
import type { Endpoint } from '../../transport.ts';
import { placeOf } from '../place.ts';
import type { FoundLine } from './finding.ts';
import { fingerprint, type HostKey, shortKeyType } from './host-key.ts';
import { knownName } from './known-hosts.ts';

export function unknownKey(
  endpoint: Endpoint,
  key: HostKey,
  path: string,
  authorities: readonly FoundLine[],
): TransportError {
  const { address, port } = endpoint;
  const type = shortKeyType(key.type);
  const [authority] = authorities;
  const certificates =
    authority === undefined
      ? ''
      : ` (${placeOfLine(authority)} trusts it through a certificate authority, but host certificates cannot be checked here)`;
  const message =
    `the host key of ${placeOf(endpoint)} is not known${certificates}: it shows ${key.type} ${key.fingerprint}. ` +
    `Compare it on the host with "ssh-keygen -lf /etc/ssh/ssh_host_${type}_key.pub"; when it is the same, run ` +
    `"ssh-keyscan -t ${type} -p ${port} ${address} >> ${path}", or set host-keys to accept-new`;
  return new TransportError('hostkey_unknown', message);
}

/** `lines`: where other keys are known for the host; at least one. */
export function changedKey(endpoint: Endpoint, key: HostKey, lines: readonly FoundLine[]): TransportError {
  const { address, port } = endpoint;
  const known = lines.map((line) => `${placeOfLine(line)} knows ${keyOf(line)}`).join(', ');
  const path = lines[0]?.path ?? '';
  const message =
    `the host key of ${placeOf(endpoint)} has changed: it shows ${key.type} ${key.fingerprint}, but ${known}. ` +
    'Someone may be in between; no credential was sent. If you know that the host was installed anew, run ' +
    `"ssh-keygen -f ${path} -R '${knownName(address, port)}'" and add the new key`;
  return new TransportError('hostkey_changed', message);
}

/** At a rekey, when the login is long over. */
export function otherKeyAtRekey(endpoint: Endpoint, before: HostKey, now: HostKey): TransportError {
  const message =
    `the host key of ${placeOf(endpoint)} changed while the connection was up, from ${before.fingerprint} to ` +
    `${now.fingerprint}: someone may be in between, so the connection was closed`;
  return new TransportError('hostkey_changed', message);
}

export function revokedKey(endpoint: Endpoint, key: HostKey, line: FoundLine): TransportError {
  const message =
    `the host key of ${placeOf(endpoint)} (${key.type} ${key.fingerprint}) is revoked by ${placeOfLine(line)}: ` +
    'whoever has that key may not be the host; give the host a new key';
  return new TransportError('hostkey_revoked', message);
}

function placeOfLine({ path, line }: FoundLine): string {
  return `${path}:${line}`;
}

function keyOf({ keyType, key }: FoundLine): string {
  return `${keyType} ${fingerprint(Buffer.from(key, 'base64'))}`;
}
