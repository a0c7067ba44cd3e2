import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { CipherAlgorithm, Client } from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reusePacketMemory } from '../../../../src/transport/ssh/private-parts/packet-memory.ts';
import { privateField } from '../../../../src/transport/ssh/private-parts/private-field.ts';
import { type SshdHost, startSshd } from '../../../fleet/sshd.ts';
import { type BareClient, connectBare } from '../../bare-client.ts';

interface Protocol {
  readonly _cipher: { allocPacket(payloadBytes: number): Buffer };
  rekey(): void;
}

const protocolOf = (client: Client) => privateField(client, '_protocol') as Protocol;

/** Of lengths that give packets of one length for a while, and then of another. */
function* parts(bytes: Buffer): Generator<Buffer> {
  for (let at = 0, length = 0; at < bytes.length; at += length) {
    length = at % (1024 * 1024) < 700_000 ? 32 * 1024 : 10_007;
    yield bytes.subarray(at, at + length);
  }
}

describe('reusePacketMemory', () => {
  let sshd: SshdHost;
  const ends: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(async () => {
    await Promise.all(ends.map((end) => end()));
    await sshd?.[Symbol.asyncDispose]();
  });

  async function connect(cipher: CipherAlgorithm): Promise<BareClient> {
    const bare = await connectBare(sshd, { cipher, onHandshake: reusePacketMemory });
    ends.push(bare.end);
    return bare;
  }

  it.each<CipherAlgorithm>([
    'aes128-gcm@openssh.com',
    'aes256-gcm@openssh.com',
    'chacha20-poly1305@openssh.com',
  ])(
    'changes not a byte of what %s carries on two links at once, through rekeys and waits',
    async (cipher) => {
      const links = await Promise.all([connect(cipher), connect(cipher)]);
      const sent = links.map(() => randomBytes(6 * 1024 * 1024));
      const received = await Promise.all(
        links.map(async ({ client, exec }, at) => {
          const channel = await exec('sleep 0.3; cat');
          const receiving = channel.toArray();
          let written = 0;
          for (const part of parts(sent[at] ?? Buffer.of())) {
            if (written++ % 40 === 20) protocolOf(client).rekey(); // What is written from now on has to wait.
            channel.write(part);
            await setImmediate();
          }
          channel.end();
          return Buffer.concat(await receiving);
        }),
      );
      expect(received.map((bytes, at) => sent[at]?.equals(bytes))).toEqual([true, true]);
      for (const { handshakes } of links) expect(handshakes()).toBeGreaterThan(1);
    },
  );

  it('makes a large packet where the last one was, with other random bytes at its end', async () => {
    const { client } = await connect('aes128-gcm@openssh.com');
    const { _cipher: cipher } = protocolOf(client);
    const payloadBytes = 32 * 1024;
    const first = cipher.allocPacket(payloadBytes);
    const paddings = Array.from({ length: 1000 }, () => {
      const packet = cipher.allocPacket(payloadBytes);
      expect(packet.buffer).toBe(first.buffer);
      expect(packet.readUInt32BE(0)).toBe(packet.length - 4);
      expect(packet[4]).toBe(packet.length - 5 - payloadBytes);
      return packet.toString('hex', 5 + payloadBytes);
    });
    expect(new Set(paddings).size).toBe(1000);
    expect(cipher.allocPacket(100).buffer).not.toBe(first.buffer);
  });
});
