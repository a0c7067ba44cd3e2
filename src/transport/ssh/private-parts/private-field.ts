import type { Client } from 'ssh2';

/** A field of ssh2 that its types do not name; undefined where it is called otherwise. */
export function privateField(owner: unknown, name: string): unknown {
  return typeof owner === 'object' && owner !== null ? Reflect.get(owner, name) : undefined;
}

/** The object to which these fields lead, one inside of the other; undefined where one is called otherwise. */
export function privateObject(owner: unknown, ...names: readonly string[]): object | undefined {
  const found = names.reduce(privateField, owner);
  return typeof found === 'object' && found !== null ? found : undefined;
}

/** By its identification line; not before the key exchange. */
export function isOpenSsh(client: Client): boolean {
  return String(privateField(client, '_remoteVer')).startsWith('OpenSSH_');
}
