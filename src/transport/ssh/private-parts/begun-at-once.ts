import type { Client } from 'ssh2';
import { isOpenSsh, privateField, privateObject } from './private-field.ts';

/** RFC 4252: the service that a login is. */
const login = 'ssh-userauth';

/**
 * ssh2 asks for the login as a service and waits for the answer, which is never another one, before it says who it is: a
 * round trip. OpenSSH reads what comes in its turn, so here the login begins as soon as its extensions are known (RFC 8308),
 * which it tells right after the key exchange; they say how an RSA key may sign. ssh2 has no way to say so, hence its
 * private fields; where they are called otherwise, or nothing is told, it waits as ever. To be called at the first `handshake`.
 */
export function beginAtOnce(client: Client): void {
  const protocol = privateObject(client, '_protocol');
  const handlers = privateObject(protocol, '_handlers');
  const extensions = privateField(handlers, 'EXT_INFO');
  const begin = privateField(handlers, 'SERVICE_ACCEPT');
  if (handlers === undefined || !isOpenSsh(client)) return;
  if (typeof extensions !== 'function' || typeof begin !== 'function') return;
  let hasBegun = false;
  const beginOnce = (...args: readonly unknown[]): void => {
    if (hasBegun) return;
    hasBegun = true;
    begin(...args);
  };
  Reflect.set(handlers, 'SERVICE_ACCEPT', beginOnce);
  Reflect.set(handlers, 'EXT_INFO', (...args: readonly unknown[]) => {
    extensions(...args);
    beginOnce(protocol, login);
  });
}
