import { once } from 'node:events';
import { buffer, text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  Channel,
  Connection,
  ConnectLimits,
  Endpoint,
  Transport,
} from '../../src/transport/transport.ts';

/** A host with a POSIX shell, and a way there. */
export interface ContractHost extends AsyncDisposable {
  readonly transport: Transport;
  readonly endpoint: Endpoint;
}

/** What every transport promises, whatever it is made of. */
export function describeTransport(name: string, start: () => Promise<ContractHost>): void {
  describe(`${name}, as every transport,`, () => {
    let host: ContractHost;
    let connection: Connection;
    beforeAll(async () => {
      host = await start();
      connection = await host.transport.connect(host.endpoint, limits());
    });
    afterAll(async () => {
      await connection?.[Symbol.asyncDispose]();
      await host?.[Symbol.asyncDispose]();
    });

    it('keeps the streams of a command apart and tells its exit code', async () => {
      const channel = await connection.open('printf out; printf err >&2; exit 7', limits());
      expect(await readAll(channel)).toEqual({ stdout: 'out', stderr: 'err' });
      expect(await channel.ended).toEqual({ kind: 'exit', code: 7 });
    });

    it('tells the signal that ended a command', async () => {
      const channel = await connection.open('kill -KILL $$', limits());
      await readAll(channel);
      expect(await channel.ended).toEqual({ kind: 'signal', signal: 'SIGKILL' });
    });

    it('tells how a command ended while a daemon of it holds the channel open', async () => {
      const channel = await connection.open('sleep 30 & echo $!; exit 4', limits());
      expect(await channel.exited).toEqual({ kind: 'exit', code: 4 });
      expect(await Promise.race([channel.ended, sleep(100, 'open')])).toBe('open');
      channel.stderr.resume();
      const [daemon] = await once(channel.stdout, 'data');
      await readAll(await connection.open(`kill ${daemon}`, limits()));
      expect(await channel.ended).toEqual({ kind: 'exit', code: 4 });
    });

    it('carries every byte both ways, and the end of the input', async () => {
      const sent = Buffer.alloc(
        3_000_001,
        Uint8Array.from({ length: 256 }, (_, at) => at),
      );
      const channel = await connection.open('cat', limits());
      channel.stdin.end(sent);
      const [received] = await Promise.all([buffer(channel.stdout), text(channel.stderr)]);
      expect(received.equals(sent)).toBe(true);
      expect(await channel.ended).toEqual({ kind: 'exit', code: 0 });
    });

    it('waits for a command that closes its output before its end', async () => {
      const channel = await connection.open('exec >&- 2>&-; sleep 0.2; exit 5', limits());
      await readAll(channel);
      expect(await channel.ended).toEqual({ kind: 'exit', code: 5 });
    });

    it('keeps a command waiting whose output nobody reads, and loses none of it', async () => {
      const channel = await connection.open('head -c 20000000 /dev/zero; echo done >&2', limits());
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(channel.stdout.readableLength).toBeLessThan(4_000_000);
      const [output, said] = await Promise.all([buffer(channel.stdout), text(channel.stderr)]);
      expect(output.length).toBe(20_000_000);
      expect(said).toBe('done\n');
    });

    it('runs more commands at once than a server allows sessions', async () => {
      const channels = Array.from({ length: 30 }, async (_, at) => {
        const channel = await connection.open(`sleep 0.1; echo ${at}`, limits());
        return (await readAll(channel)).stdout;
      });
      expect(await Promise.all(channels)).toEqual(Array.from({ length: 30 }, (_, at) => `${at}\n`));
    });

    it('lets go of a channel at once, and a writer to it is told', async () => {
      const channel = await connection.open('sleep 30', limits());
      channel.close();
      expect(await channel.ended).toEqual({ kind: 'closed' });
      const wrote = new Promise((resolve) => channel.stdin.write('late', resolve));
      expect(await wrote).toBeInstanceOf(Error);
    });

    it('ends the input of a command whose writer fails', async () => {
      const channel = await connection.open('cat; echo end', limits());
      const source = async function* () {
        yield Buffer.from('first\n');
        throw new Error('no more');
      };
      await expect(pipeline(source, channel.stdin)).rejects.toThrow('no more');
      expect((await readAll(channel)).stdout).toBe('first\nend\n');
    });

    it('tells a writer when the command ends without having read', async () => {
      const channel = await connection.open('exit 3', limits());
      const read = readAll(channel);
      expect(await channel.ended).toEqual({ kind: 'exit', code: 3 });
      await read;
      const wrote = new Promise((resolve) => channel.stdin.write(Buffer.alloc(5_000_000), resolve));
      expect(await wrote).toBeInstanceOf(Error);
    });

    it('starts nothing when the signal is aborted, and says so with its reason', async () => {
      const reason = new Error('enough');
      const aborted = { ...limits(), signal: AbortSignal.abort(reason) };
      await expect(connection.open('true', aborted)).rejects.toBe(reason);
      await expect(host.transport.connect(host.endpoint, aborted)).rejects.toBe(reason);
    });

    it('ends its channels when it is closed, and opens no other', async () => {
      const closing = await host.transport.connect(host.endpoint, limits());
      const channel = await closing.open('sleep 30', limits());
      await closing[Symbol.asyncDispose]();
      expect(await closing.lost).toBeUndefined();
      expect(await channel.ended).toEqual({ kind: 'closed' });
      expect(closing.isUsable).toBe(false);
      await expect(closing.open('true', limits())).rejects.toMatchObject({ reason: 'lost_before_start' });
    });
  });
}

export function limits(timeoutMs = 10_000): ConnectLimits {
  return { timeoutMs, signal: new AbortController().signal };
}

export async function readAll({ stdout, stderr }: Channel): Promise<{ stdout: string; stderr: string }> {
  const [out, err] = await Promise.all([text(stdout), text(stderr)]);
  return { stdout: out, stderr: err };
}
