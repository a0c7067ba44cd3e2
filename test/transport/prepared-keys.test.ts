import { KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import ssh2, { type CipherAlgorithm } from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareKeys } from '../../src/transport/ssh/prepared-keys.ts';
import { privateField } from '../../src/transport/ssh/private-field.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';

/** What the outgoing cipher holds. */
function keysOf(client: ssh2.Client): unknown[] {
  return Object.values(Object(privateField(privateField(client, '_protocol'), '_cipher')));
}

describe('prepareKeys', () => {
  let sshd: SshdHost;
  beforeAll(async () => {
    sshd = await startSshd({ config: ['RekeyLimit 256K'] });
  });
  afterAll(() => sshd?.[Symbol.asyncDispose]());

  it.each<CipherAlgorithm>(['aes128-gcm@openssh.com', 'chacha20-poly1305@openssh.com', 'aes128-ctr'])(
    'changes not a byte of what %s carries, through rekeys',
    async (cipher) => {
      const client = new ssh2.Client();
      let handshakes = 0;
      client.on('handshake', () => {
        handshakes += 1;
        prepareKeys(client);
      });
      client.connect({
        host: sshd.address,
        port: sshd.port,
        username: 'root',
        privateKey: readFileSync(sshd.clientKey.path),
        algorithms: { cipher: [cipher] },
      });
      await once(client, 'ready');
      const sent = Buffer.alloc(1024 * 1024, 'aeon');
      const [channel] = await new Promise<[ssh2.ClientChannel]>((resolve, reject) =>
        client.exec('cat', (error, opened) => (error ? reject(error) : resolve([opened]))),
      );
      channel.end(sent);
      const received = Buffer.concat(await channel.toArray());
      client.end();
      expect(received.equals(sent)).toBe(true);
      expect(handshakes).toBeGreaterThan(1);
      expect(keysOf(client).some((value) => value instanceof KeyObject)).toBe(true);
    },
  );
});
