import { KeyObject } from 'node:crypto';
import type { CipherAlgorithm, Client } from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareKeys } from '../../../../src/transport/ssh/private-parts/prepared-keys.ts';
import { privateField } from '../../../../src/transport/ssh/private-parts/private-field.ts';
import { type SshdHost, startSshd } from '../../../fleet/sshd.ts';
import { connectBare } from '../../bare-client.ts';

/** What the outgoing cipher holds. */
function keysOf(client: Client): unknown[] {
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
      const { client, handshakes, exec, end } = await connectBare(sshd, { cipher, onHandshake: prepareKeys });
      const sent = Buffer.alloc(1024 * 1024, 'aeon');
      const channel = await exec('cat');
      channel.end(sent);
      const received = Buffer.concat(await channel.toArray());
      await end();
      expect(received.equals(sent)).toBe(true);
      expect(handshakes()).toBeGreaterThan(1);
      expect(keysOf(client).some((value) => value instanceof KeyObject)).toBe(true);
    },
  );
});
