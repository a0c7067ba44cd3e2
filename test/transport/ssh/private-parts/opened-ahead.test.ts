import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, ClientChannel } from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenedAhead } from '../../../../src/transport/ssh/private-parts/opened-ahead.ts';
import { type SshdHost, startSshd } from '../../../fleet/sshd.ts';
import { type BareClient, connectBare } from '../../bare-client.ts';

const unexpected = (error: Error) => {
  throw error;
};

describe('OpenedAhead', () => {
  let sshd: SshdHost;
  let bare: BareClient;
  beforeAll(async () => {
    sshd = await startSshd({ config: ['MaxSessions 1'] });
    bare = await connectBare(sshd);
  });
  afterAll(async () => {
    await bare?.end();
    await sshd?.[Symbol.asyncDispose]();
  });

  const run = (ahead: OpenedAhead | undefined, command: string): Promise<string> =>
    new Promise((resolve, reject) =>
      ahead?.exec(command, (error, channel: ClientChannel) => {
        if (error) return reject(error);
        let output = '';
        channel.on('data', (bytes: Buffer) => {
          output += bytes;
        });
        channel.stderr.resume();
        channel.on('close', () => resolve(output));
      }),
    );

  it('opens the only channel that the host allows, and runs the command in that', async () => {
    const ahead = OpenedAhead.open(bare.client, unexpected);
    await sleep(300);
    await expect(bare.exec('true')).rejects.toThrow('open failed');
    expect(await run(ahead, 'echo hello')).toBe('hello\n');
    await expect.poll(() => bare.exec('true').then(() => 'ran', String)).toBe('ran');
  });

  it('runs a command that comes before the channel is open as soon as it is', async () => {
    await sleep(300);
    expect(await run(OpenedAhead.open(bare.client, unexpected), 'echo hello')).toBe('hello\n');
  });

  it('tells when the host allows no further channel', async () => {
    await sleep(300);
    const channel = await bare.exec('cat');
    const gone = new Promise<Error>((resolve) => OpenedAhead.open(bare.client, resolve));
    expect(await gone).toMatchObject({ message: expect.stringContaining('open failed') });
    channel.end();
  });

  it('gives nothing where ssh2 has no such part', () => {
    expect(OpenedAhead.open({} as Client, unexpected)).toBeUndefined();
  });
});
