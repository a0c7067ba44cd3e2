import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, ClientChannel } from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { privateField } from '../../../../src/transport/ssh/private-parts/private-field.ts';
import { startSlowly } from '../../../../src/transport/ssh/private-parts/slow-start.ts';
import { type SshdHost, startSshd } from '../../../fleet/sshd.ts';
import { type BareClient, connectBare } from '../../bare-client.ts';

const packetBytes = 32 * 1024;
const windowOf = (channel: ClientChannel) =>
  Number(privateField(privateField(channel, 'outgoing'), 'window'));
const sentBytes = (client: Client) => Number(privateField(privateField(client, '_sock'), 'bytesWritten'));

describe('startSlowly', () => {
  let sshd: SshdHost;
  let bare: BareClient;
  beforeAll(async () => {
    sshd = await startSshd();
    bare = await connectBare(sshd);
  });
  afterAll(async () => {
    await bare?.end();
    await sshd?.[Symbol.asyncDispose]();
  });

  it('sends little to a program that does not read yet, and all of it to one that does', async () => {
    const channel = await bare.exec('sleep 1; cat');
    startSlowly(bare.client, channel);
    expect(windowOf(channel)).toBe(4 * packetBytes);
    const before = sentBytes(bare.client);
    const sent = randomBytes(8 * 1024 * 1024);
    channel.end(sent);
    await sleep(500);
    expect(sentBytes(bare.client) - before).toBeLessThan(16 * packetBytes); // The program's pipe takes some.
    const received = Buffer.concat(await channel.toArray());
    expect(received.equals(sent)).toBe(true);
  });

  it('grows by as much as was handed on, up to what was offered', () => {
    const outgoing = { window: 10 * packetBytes, packetSize: packetBytes };
    startSlowly(
      { _remoteVer: 'OpenSSH_9.2p1' } as unknown as Client,
      { outgoing } as unknown as ClientChannel,
    );
    outgoing.window -= 4 * packetBytes; // Sent.
    expect(outgoing.window).toBe(0);
    outgoing.window += 3 * packetBytes; // Handed on.
    expect(outgoing.window).toBe(6 * packetBytes);
    outgoing.window -= 6 * packetBytes;
    outgoing.window += 7 * packetBytes;
    expect(outgoing.window).toBe(10 * packetBytes);
  });

  it('allows the whole window once as much was handed on', async () => {
    const channel = await bare.exec('cat >/dev/null; echo read');
    const offered = windowOf(channel);
    startSlowly(bare.client, channel);
    channel.write(Buffer.alloc(offered));
    await expect
      .poll(() => windowOf(channel), { timeout: 10_000 })
      .toBeGreaterThan(offered - 4 * packetBytes);
    channel.end();
    expect(Buffer.concat(await channel.toArray()).toString()).toBe('read\n');
  });

  it('changes nothing for a server that is not OpenSSH', async () => {
    const channel = await bare.exec('true');
    const offered = windowOf(channel);
    startSlowly({ _remoteVer: 'dropbear_2022.83' } as unknown as Client, channel);
    expect(windowOf(channel)).toBe(offered);
    channel.resume();
    await once(channel, 'close');
  });
});
