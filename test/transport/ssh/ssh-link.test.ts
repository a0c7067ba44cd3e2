import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SshOptions, sshTransport } from '../../../src/transport/ssh/ssh-transport.ts';
import type { Connection } from '../../../src/transport/transport.ts';
import { type SshdHost, startSshd } from '../../fleet/sshd.ts';
import { limits, readAll } from '../contract.ts';
import { enemyServer } from '../enemy-server.ts';
import { endpointOf } from '../ssh-host.ts';
import { startWire, type Wire } from '../wire.ts';

let host: SshdHost;
beforeAll(async () => {
  host = await startSshd();
});
afterAll(() => host?.[Symbol.asyncDispose]());

/** A login through a wire. Everything is closed with it. */
async function wired(options: SshOptions = {}, uploadBytesPerMs?: number) {
  const stack = new AsyncDisposableStack();
  const wire: Wire = stack.use(await startWire(host, uploadBytesPerMs));
  const transport = stack.use(sshTransport(options));
  const endpoint = endpointOf(host, { address: '127.0.0.1', port: wire.port, hostKeys: 'off' });
  const connection: Connection = await transport.connect(endpoint, limits());
  return { wire, connection, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

describe('a link', () => {
  it('that is cut ends its channels, tells why, and starts nothing more', async () => {
    await using link = await wired();
    const channel = await link.connection.open('echo begun; sleep 30', limits());
    expect(String((await channel.stdout[Symbol.asyncIterator]().next()).value)).toBe('begun\n');
    link.wire.cut();
    expect(await channel.ended).toMatchObject({ kind: 'link-lost', lost: { reason: 'reset' } });
    expect(await link.connection.lost).toMatchObject({ reason: 'reset' });
    expect(link.connection.isUsable).toBe(false);
    const opening = link.connection.open('true', limits());
    await expect(opening).rejects.toMatchObject({ reason: 'lost_before_start' });
    const wrote = new Promise((resolve) => channel.stdin.write('x', resolve));
    expect(await wrote).toBeInstanceOf(Error);
  });

  it('that is cut starts nothing of what waits for a free session either, though nobody reads what is open', async () => {
    await using link = await wired();
    for (let at = 0; at < 10; at += 1)
      await link.connection.open('head -c 1000000 /dev/zero; sleep 30', limits());
    const waiting = link.connection.open('true', limits());
    link.wire.cut();
    await expect(waiting).rejects.toMatchObject({ reason: 'lost_before_start' });
  });

  it('that is cut ends the streams of its channels, whoever reads them', async () => {
    await using link = await wired();
    const channel = await link.connection.open('echo begun; echo too >&2; sleep 30', limits());
    const reading = Promise.all([text(channel.stdout), text(channel.stderr)]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    link.wire.cut();
    expect(await reading).toEqual(['begun\n', 'too\n']);
  });

  it('that the host closes is lost, though nobody did anything with it', async () => {
    await using own = await startSshd();
    await using transport = sshTransport();
    await using connection = await transport.connect(endpointOf(own), limits());
    await own.dropLinks();
    expect((await connection.lost)?.reason).toMatch(/closed|reset/);
  });

  it('that is frozen is given up after the keepalive', async () => {
    await using link = await wired({ keepalive: { intervalMs: 100, count: 3 } });
    const channel = await link.connection.open('sleep 30', limits());
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(link.connection.isUsable).toBe(true);
    link.wire.freeze();
    expect(await channel.ended).toMatchObject({ kind: 'link-lost', lost: { reason: 'keepalive' } });
    expect(await link.connection.lost).toMatchObject({ reason: 'keepalive' });
  });

  it('that is slow is not given up while an upload is on its way', async () => {
    await using link = await wired({ keepalive: { intervalMs: 150, count: 3 } }, 2_000);
    const sent = Buffer.alloc(3_000_000, 'x');
    const channel = await link.connection.open('cat >/dev/null; echo got it', limits());
    channel.stdin.end(sent);
    expect(await text(channel.stdout)).toBe('got it\n');
    expect(link.connection.isUsable).toBe(true);
  });

  it('that is slow to read from holds back a host that writes much', async () => {
    await using link = await wired();
    const channel = await link.connection.open('head -c 30000000 /dev/zero', limits());
    let received = 0;
    for await (const chunk of channel.stdout) {
      received += chunk.length;
      if (received % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(received).toBe(30_000_000);
    expect((await buffer(channel.stderr)).length).toBe(0);
  });

  it('is closed with its transport', async () => {
    const transport = sshTransport();
    const connection = await transport.connect(endpointOf(host), limits());
    await transport[Symbol.asyncDispose]();
    expect(await connection.lost).toBeUndefined();
    await expect(transport.connect(endpointOf(host), limits())).rejects.toBeInstanceOf(Error);
  });

  it('that is frozen is closed within a second or so', async () => {
    await using link = await wired();
    link.wire.freeze();
    await link.connection[Symbol.asyncDispose]();
    expect(await link.connection.lost).toBeUndefined();
  });
});

describe('a host that sends without being allowed to', () => {
  it('loses its link before it has our memory', async () => {
    await using server = await enemyServer({ floods: true });
    await using transport = sshTransport();
    const endpoint = endpointOf(host, { address: '127.0.0.1', port: server.port, hostKeys: 'off' });
    const connection = await transport.connect(endpoint, limits());
    await connection.open('true', limits());
    expect(await connection.lost).toMatchObject({ reason: 'protocol' });
  });
});

describe('a channel', () => {
  it('waits for a free session where the host allows one at a time', async () => {
    await using strict = await startSshd({ config: ['MaxSessions 1'] });
    await using transport = sshTransport();
    await using connection = await transport.connect(endpointOf(strict), limits());
    const said = Array.from({ length: 5 }, async (_, at) =>
      (await readAll(await connection.open(`sleep 0.1; echo ${at}`, limits()))).stdout.trim(),
    );
    expect((await Promise.all(said)).sort()).toEqual(['0', '1', '2', '3', '4']);
  });

  it('is channel_refused where the host allows none, and where a session never ends', async () => {
    await using closed = await startSshd({ config: ['MaxSessions 0'] });
    await using transport = sshTransport();
    await using none = await transport.connect(endpointOf(closed), limits());
    const refused = { reason: 'channel_refused', message: expect.stringContaining('MaxSessions') };
    await expect(none.open('true', limits())).rejects.toMatchObject(refused);
    await using single = await startSshd({ config: ['MaxSessions 1'] });
    await using one = await transport.connect(endpointOf(single), limits());
    await one.open('sleep 30', limits());
    await expect(one.open('true', limits(300))).rejects.toMatchObject(refused);
  });

  it('that was opened ahead is for the next command, and counts among the sessions that the host allows', async () => {
    await using narrow = await startSshd({ config: ['MaxSessions 2'] });
    await using transport = sshTransport();
    await using connection = await transport.connect(endpointOf(narrow), limits());
    connection.opensAhead = true;
    const say = async (word: string, before = '') =>
      (await readAll(await connection.open(`${before}echo ${word}`, limits()))).stdout;
    for (const word of ['one', 'two', 'three']) expect(await say(word, 'sleep 0.1; ')).toBe(`${word}\n`);
    const many = ['four', 'five', 'six'];
    expect(await Promise.all(many.map((word) => say(word)))).toEqual(many.map((word) => `${word}\n`));
  });

  it('is opened ahead while a command may be followed by another, and never beside one that is open already', async () => {
    await using server = await enemyServer({ answers: 'always' });
    await using transport = sshTransport();
    const endpoint = endpointOf(host, { address: '127.0.0.1', port: server.port, hostKeys: 'off' });
    await using connection = await transport.connect(endpoint, limits());
    const channels = () => server.heard.filter((what) => what === 'channel').length;
    for (const [opensAhead, expected] of [
      [true, 2],
      [true, 3],
      [false, 3],
      [false, 4],
    ] as const) {
      connection.opensAhead = opensAhead;
      expect((await readAll(await connection.open('true', limits()))).stdout).toBe('heard\n');
      await expect.poll(channels).toBe(expected);
    }
  });

  it('that cannot be opened ahead is opened when it is needed', async () => {
    await using single = await startSshd({ config: ['MaxSessions 1'] });
    await using transport = sshTransport();
    await using connection = await transport.connect(endpointOf(single), limits());
    connection.opensAhead = true;
    const first = await connection.open('sleep 0.3; echo first', limits());
    const second = connection.open('echo second', limits());
    expect((await readAll(first)).stdout).toBe('first\n');
    expect((await readAll(await second)).stdout).toBe('second\n');
  });

  it('that was opened ahead and closed by the host is opened anew', async () => {
    await using server = await enemyServer({ answers: 'closes-ahead' });
    await using transport = sshTransport();
    const endpoint = endpointOf(host, { address: '127.0.0.1', port: server.port, hostKeys: 'off' });
    await using connection = await transport.connect(endpoint, limits());
    connection.opensAhead = true;
    const say = async () => (await readAll(await connection.open('true', limits()))).stdout;
    expect(await say()).toBe('heard\n');
    await expect.poll(() => server.heard).toContain('closed');
    expect(await say()).toBe('heard\n');
  });

  it('that was opened ahead is not lost to a command that is given up', async () => {
    await using narrow = await startSshd({ config: ['MaxSessions 2'] });
    await using transport = sshTransport();
    await using connection = await transport.connect(endpointOf(narrow), limits());
    connection.opensAhead = true;
    const first = await connection.open('cat', limits());
    const reason = new Error('enough');
    for (let at = 0; at < 3; at += 1) {
      const given = connection.open('true', { timeoutMs: 5000, signal: AbortSignal.abort(reason) });
      await expect(given).rejects.toBe(reason);
    }
    expect((await readAll(await connection.open('echo fine', limits()))).stdout).toBe('fine\n');
    first.close();
  });

  it('is a channel_timeout when the host does not answer, and when it does later, nothing is left there', async () => {
    await using link = await wired({ keepalive: false });
    link.wire.freeze();
    await expect(link.connection.open('exec cat # late', limits(200))).rejects.toMatchObject({
      reason: 'channel_timeout',
    });
    expect(link.connection.isUsable).toBe(false);
    link.wire.thaw();
    await expect.poll(async () => (await host.exec('pgrep -x cat')).exitCode).toBe(1);
  });

  it('that nobody waits for any more is given back, so that others have room', async () => {
    await using transport = sshTransport();
    await using connection = await transport.connect(endpointOf(host), limits());
    for (let at = 0; at < 15; at += 1) {
      const controller = new AbortController();
      const opening = connection.open('cat', { timeoutMs: 5_000, signal: controller.signal });
      const reason = new Error('enough');
      controller.abort(reason);
      await expect(opening).rejects.toBe(reason);
    }
    expect((await readAll(await connection.open('echo fine', limits()))).stdout).toBe('fine\n');
  });
});

describe('many hosts at once', () => {
  it('behind one sshd with its default MaxStartups all get in', async () => {
    await using own = await startSshd({ config: ['MaxStartups 10:30:100'] });
    await using transport = sshTransport();
    const connecting = Array.from({ length: 60 }, () => transport.connect(endpointOf(own), limits(30_000)));
    const connections = await Promise.all(connecting);
    expect(connections.every(({ isUsable }) => isUsable)).toBe(true);
  });

  it('get in though an sshd that they share drops many of them, and come more slowly then', async () => {
    await using own = await startSshd({ config: ['MaxStartups 2'] });
    await using transport = sshTransport();
    const connecting = Array.from({ length: 40 }, () => transport.connect(endpointOf(own), limits(30_000)));
    expect((await Promise.all(connecting)).every(({ isUsable }) => isUsable)).toBe(true);
    const drops = own.log().match(/drop connection/g)?.length ?? 0;
    expect(drops).toBeGreaterThan(0);
    expect(drops).toBeLessThan(60); // Eight at once, whatever comes of it, are dropped 75 times or more.
  });
});
