import { randomFillSync } from 'node:crypto';
import type { Client } from 'ssh2';
import { privateField, privateObject } from './private-field.ts';

/** Smaller ones come out of Node's pool as it is. */
const smallestBytes = 4096;

/** The last large packet of a cipher. All links share it: it is filled and encrypted in one turn. */
interface Kept {
  readonly payloadBytes: number;
  readonly packet: Buffer;
}

const kept = new Map<string, Kept>();

/**
 * ssh2 makes each packet in fresh memory and encrypts it into fresh memory: of a large file, a third of our time went into
 * collecting both. With AES-GCM the unencrypted ones are made where the last of their length was; what leaves is not part of
 * it but for the length itself. ssh2 has no way to say so, hence its private fields; where they are called otherwise, as
 * in its other ciphers, nothing is changed. To be called after each key exchange.
 */
export function reusePacketMemory(client: Client): void {
  const cipher = privateObject(client, '_protocol', '_cipher');
  const allocate = privateField(cipher, 'allocPacket');
  const name = privateField(cipher, '_encSSLName');
  if (cipher === undefined || typeof allocate !== 'function' || typeof name !== 'string') return;
  const allocPacket = (payloadBytes: number): Buffer => {
    const last = kept.get(name);
    if (last?.payloadBytes === payloadBytes) return padAnew(last);
    const packet: Buffer = Reflect.apply(allocate, cipher, [payloadBytes]);
    if (payloadBytes >= smallestBytes) kept.set(name, { payloadBytes, packet });
    return packet;
  };
  Reflect.set(cipher, 'allocPacket', allocPacket);
}

/** RFC 4253 section 6: a packet begins with two lengths, which stay, and ends with random bytes. */
const headBytes = 5;
const random = Buffer.alloc(4096);
let usedBytes = random.length;

function padAnew({ payloadBytes, packet }: Kept): Buffer {
  const paddingAt = headBytes + payloadBytes;
  if (usedBytes + packet.length - paddingAt > random.length) {
    randomFillSync(random);
    usedBytes = 0;
  }
  usedBytes += random.copy(packet, paddingAt, usedBytes, usedBytes + packet.length - paddingAt);
  return packet;
}
