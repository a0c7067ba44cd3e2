import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import ssh2, { type ClientChannel } from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSlowly } from '../../src/transport/ssh/slow-start.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';

const windowOf = (channel: ClientChannel) =>
  (channel as unknown as { readonly outgoing: { readonly window: number } }).outgoing.window;

describe('startSlowly', () => {
  let sshd: SshdHost;
  let client: ssh2.Client;
  beforeAll(async () => {
    sshd = await startSshd();
    client = new ssh2.Client();
    client.connect({
      host: sshd.address,
      port: sshd.port,
      username: 'root',
      privateKey: readFileSync(sshd.clientKey.path),
    });
    await once(client, 'ready');
  });
  afterAll(async () => {
    await once(client.end(), 'close');
    await sshd?.[Symbol.asyncDispose]();
  });

  const exec = (command: string) =>
    new Promise<ClientChannel>((resolve, reject) =>
      client.exec(command, (error, opened) => (error ? reject(error) : resolve(opened))),
    );

  it('sends four packets to a program that does not read, and all to one that does', async () => {
    const channel = await exec('sleep 1; cat');
    const offered = windowOf(channel);
    startSlowly(client, channel);
    expect(windowOf(channel)).toBe(4 * 32 * 1024);
    expect(offered).toBeGreaterThan(4 * 32 * 1024);
    const sent = Buffer.alloc(8 * 1024 * 1024, 'aeon');
    channel.end(sent);
    const received = Buffer.concat(await channel.toArray());
    expect(received.equals(sent)).toBe(true);
  });

  it('allows the whole window once as much was handed on', async () => {
    const channel = await exec('cat >/dev/null; echo read');
    const offered = windowOf(channel);
    startSlowly(client, channel);
    channel.write(Buffer.alloc(offered));
    await expect.poll(() => windowOf(channel), { timeout: 10_000 }).toBeGreaterThan(offered - 128 * 1024);
    channel.end();
    expect(Buffer.concat(await channel.toArray()).toString()).toBe('read\n');
  });

  it('changes nothing for a server that is not OpenSSH', async () => {
    const channel = await exec('true');
    const offered = windowOf(channel);
    startSlowly({ _remoteVer: 'dropbear_2022.83' } as unknown as ssh2.Client, channel);
    expect(windowOf(channel)).toBe(offered);
    channel.resume();
    await once(channel, 'close');
  });
});
