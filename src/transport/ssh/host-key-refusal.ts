import { TransportError } from '../errors.ts';
import type { Endpoint } from '../transport.ts';
import { fingerprint, type HostKey, shortKeyType } from './host-key.ts';
import type { FoundLine } from './host-key-finding.ts';
import { knownName } from './known-hosts.ts';
import { placeOf } from './place.ts';

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
      : ` (${placeOfLine(authority)} trusts it through a certificate authority, but host certificates can not be checked here)`;
  const message =
    `the host key of ${placeOf(endpoint)} is not known${certificates}: it shows ${key.type} ${key.fingerprint}. ` +
    `Compare it on the host with "ssh-keygen -lf /etc/ssh/ssh_host_${type}_key.pub"; when it is the same, run ` +
    `"ssh-keyscan -t ${type} -p ${port} ${address} >> ${path}", or set host-keys to accept-new`;
  return new TransportError('hostkey_unknown', message);
}

/** `lines`: where other keys are known; empty when the key changed while the link was up. */
export function changedKey(endpoint: Endpoint, key: HostKey, lines: readonly FoundLine[]): TransportError {
  const { address, port } = endpoint;
  const [line] = lines;
  const before =
    line === undefined ? 'it showed another one at login' : `${placeOfLine(line)} knows ${keyOf(line)}`;
  const repair =
    line === undefined
      ? ''
      : `: run "ssh-keygen -f ${line.path} -R '${knownName(address, port)}'" and add the new key`;
  const message =
    `the host key of ${placeOf(endpoint)} has changed: it shows ${key.type} ${key.fingerprint}, but ${before}. ` +
    `Someone may be in between; no credential was sent. If you know that the host was installed anew${repair}`;
  return new TransportError('hostkey_changed', message.replace(/anew$/, 'anew, start again'));
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
