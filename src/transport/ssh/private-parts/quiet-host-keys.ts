import type { Client } from 'ssh2';
import { privateField, privateObject } from './private-field.ts';

/** PROTOCOL of OpenSSH, section 2.5. */
const announcement = 'hostkeys-00@openssh.com';

/**
 * OpenSSH announces all its host keys after the login, and ssh2 reads each and makes the host prove it, which costs both
 * sides more than the login itself, for an event that we don't listen to. It has no setting for that, so the announcement
 * is kept from its handler; where ssh2's private fields are called otherwise, nothing is changed.
 */
export function quietHostKeys(client: Client): void {
  const handlers = privateObject(client, '_protocol', '_handlers');
  const handle = privateField(handlers, 'GLOBAL_REQUEST');
  if (handlers === undefined || typeof handle !== 'function') return;
  Reflect.set(handlers, 'GLOBAL_REQUEST', (protocol: unknown, name: unknown, ...rest: unknown[]) => {
    if (name !== announcement) handle(protocol, name, ...rest);
  });
}
