import { createSecretKey } from 'node:crypto';
import type { Client } from 'ssh2';
import { privateObject } from './private-field.ts';

/**
 * ssh2 makes a new cipher for each packet out of the bytes of the key, and Node takes 8 of the 11 µs to look at them. As a
 * KeyObject they are looked at once. ssh2 has no way to say so, hence its private fields; where they are called otherwise,
 * nothing is changed. To be called after each key exchange.
 */
export function prepareKeys(client: Client): void {
  for (const field of ['_cipher', '_decipher']) {
    const cipher = privateObject(client, '_protocol', field);
    if (cipher === undefined) continue;
    for (const [name, value] of Object.entries(cipher)) {
      if (/key/i.test(name) && Buffer.isBuffer(value)) Reflect.set(cipher, name, createSecretKey(value));
    }
  }
}
