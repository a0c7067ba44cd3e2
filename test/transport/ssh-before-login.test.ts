import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect as connectTo, type Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { sshTransport } from '../../src/transport/ssh/ssh-transport.ts';
import type { Endpoint } from '../../src/transport/transport.ts';
import { startSshd } from '../fleet/sshd.ts';
import { limits } from './contract.ts';
import { oddServer } from './odd-server.ts';
import { endpointOf } from './ssh-host.ts';

const run = promisify(execFile);

const modulePath = JSON.stringify(join(import.meta.dirname, '../../src/transport/ssh/ssh-transport.ts'));

const endpoint = (port: number, changes: Partial<Endpoint> = {}): Endpoint => ({
  host: 'm1',
  address: '127.0.0.1',
  port,
  user: 'root',
  credentials: [{ kind: 'password', password: 'canary' }],
  hostKeys: 'strict',
  knownHosts: ['/dev/null'],
  ...changes,
});

/** What a login to that server ends in, and that nothing of it is left. */
async function endOf(greet: (socket: Socket, count: number) => void, timeoutMs = 400) {
  await using server = await oddServer(greet);
  await using transport = sshTransport();
  const error = await transport.connect(endpoint(server.port), limits(timeoutMs)).then(
    () => undefined,
    (failure: unknown) => failure,
  );
  await expect.poll(() => server.open()).toBe(0);
  expect(error).toHaveProperty('message', expect.stringContaining(`m1 (127.0.0.1:${server.port})`));
  expect(error).not.toHaveProperty('message', expect.stringContaining('canary'));
  return { error, connections: server.connections() };
}

/** Many logins at once, to a port where nothing listens: their reasons. */
function openMany(count: number): readonly string[] {
  const script = `
    import { sshTransport } from ${modulePath};
    const endpoint = ${JSON.stringify(endpoint(1))};
    const transport = sshTransport({ mostLoginsPerAddress: ${count} });
    const limits = { timeoutMs: 5000, signal: new AbortController().signal };
    const reasons = Array.from({ length: ${count} }, () => transport.connect(endpoint, limits).catch((error) => error.reason));
    console.log((await Promise.all(reasons)).join(' '));`;
  return [process.execPath, '--input-type=module', '-e', script];
}

/** In a network of its own, where nothing is reachable. */
async function failureWithoutNetwork(address: string): Promise<string> {
  const script = `
    import { sshTransport } from ${modulePath};
    const endpoint = { ...${JSON.stringify(endpoint(22))}, address: ${JSON.stringify(address)} };
    const limits = { timeoutMs: 5000, signal: new AbortController().signal };
    await sshTransport().connect(endpoint, limits).catch((error) => console.log(error.reason + ': ' + error.message));`;
  const args = ['-n', process.execPath, '--input-type=module', '-e', script];
  return (await run('unshare', args)).stdout.trim();
}

describe('a host that cannot be reached', () => {
  it('is refused where nothing listens', async () => {
    const { port } = await oddServer(() => {}).then(async (server) => {
      await server[Symbol.asyncDispose]();
      return server;
    });
    await using transport = sshTransport();
    const connecting = transport.connect(endpoint(port), limits());
    await expect(connecting).rejects.toMatchObject({ reason: 'refused' });
  });

  it('is a connect_timeout where packets are swallowed', async () => {
    // A listener that takes no connection, once its backlog is full, leaves the next ones without an answer.
    const listen = `use Socket; socket(S, PF_INET, SOCK_STREAM, 0); bind(S, sockaddr_in(0, inet_aton("127.0.0.1"))); listen(S, 0);
      $| = 1; print((sockaddr_in(getsockname(S)))[0], "\\n"); sleep 60`;
    const child = spawn('perl', ['-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [port] = await once(child.stdout.setEncoding('utf8'), 'data');
      await using transport = sshTransport();
      const connecting = Array.from({ length: 6 }, () =>
        transport.connect(endpoint(Number(port)), limits(500)).catch((error) => error.reason),
      );
      expect(new Set(await Promise.all(connecting))).toEqual(new Set(['banner_timeout', 'connect_timeout']));
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('has no_route where the network is not there', async () => {
    expect(await failureWithoutNetwork('10.1.2.3')).toMatch(/^no_route: /);
  });

  it('is connect_failed where the system has another reason', async () => {
    const connecting = promisify(execFile)('/bin/sh', [
      '-c',
      'ulimit -n 24; exec "$0" "$@"',
      ...openMany(60),
    ]);
    expect((await connecting).stdout).toContain('connect_failed');
  });

  it('is name_not_found where the DNS does not know it', async () => {
    expect(await failureWithoutNetwork('no-such-host.invalid')).toMatch(
      /^name_not_found: .*does the DNS answer\? ~\/\.ssh\/config is not read: the HostName of an alias there is the address here/,
    );
  });
});

describe('a server that is no good SSH server', () => {
  it('is a banner_timeout when it says nothing', async () => {
    const { error } = await endOf(() => {});
    expect(error).toMatchObject({ reason: 'banner_timeout' });
  });

  it('is a banner_timeout when its first line never ends', async () => {
    const { error } = await endOf((socket) => void socket.write('SSH-2.0-Op'));
    expect(error).toMatchObject({ reason: 'banner_timeout' });
  });

  it('is not_ssh when it speaks HTTP, and its line is quoted without control characters', async () => {
    const { error } = await endOf((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad\x1b[31m Request\r\nContent-Length: 0\r\n\r\n'));
    });
    expect(error).toMatchObject({
      reason: 'not_ssh',
      message: expect.stringContaining('"HTTP/1.1 400 Bad [31m'),
    });
  });

  it('is not_ssh when it speaks TLS, FTP, or SSH 1', async () => {
    for (const words of ['\x15\x03\x01\0\x02\x02\x46', '220 ftp ready\r\n', 'SSH-1.5-old\n']) {
      const { error } = await endOf((socket) => void socket.write(Buffer.from(words, 'latin1')));
      expect(error, words).toMatchObject({ reason: 'not_ssh' });
    }
  });

  it('is not_ssh when it sends lines or one line without end, and little of it is read', async () => {
    for (const words of ['hello\r\n', 'hello']) {
      let sent = 0;
      const { error } = await endOf((socket) => {
        const more = () => {
          while (!socket.destroyed && socket.write(words.repeat(1000))) sent += words.length * 1000;
        };
        socket.on('drain', more);
        more();
      }, 5_000);
      expect(error).toMatchObject({ reason: 'not_ssh' });
      expect(sent).toBeLessThan(20_000_000);
    }
  });

  it('is a kex_timeout when it stops after its first line', async () => {
    const { error } = await endOf((socket) => void socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
    expect(error).toMatchObject({ reason: 'kex_timeout' });
  });

  it('is a protocol_error when it sends garbage after its first line', async () => {
    const { error } = await endOf((socket) => void socket.write(`SSH-2.0-x\r\n${'garbage '.repeat(100)}`));
    expect(error).toMatchObject({ reason: 'protocol_error' });
  });

  it('cannot make us crash or hang with any bytes after its first line', async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const bytes = Buffer.from(Array.from({ length: 300 }, (_, at) => (at * at * seed + seed * 7) % 256));
      bytes.writeUInt32BE((seed * 8) % 256, 0);
      const { error } = await endOf((socket) => {
        socket.write('SSH-2.0-x\r\n');
        socket.end(bytes);
      }, 5_000);
      expect(error).toHaveProperty('reason');
    }
  });
});

describe('a server that drops us before the login', () => {
  it('is asked again a few times, then it is dropped_before_auth', async () => {
    const { error, connections } = await endOf((socket) => socket.resetAndDestroy(), 2_000);
    expect(error).toMatchObject({ reason: 'dropped_before_auth' });
    expect(connections).toBeGreaterThan(1);
    expect(connections).toBeLessThan(8);
  });

  it('is dropped_before_auth after its first line too', async () => {
    const { error } = await endOf((socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'), 300);
    expect(error).toMatchObject({ reason: 'dropped_before_auth' });
  });

  it('is understood when it names MaxStartups or a penalty', async () => {
    const busy = await endOf((socket) => void socket.end('Exceeded MaxStartups\r\n'), 300);
    expect(busy.error).toMatchObject({
      reason: 'dropped_before_auth',
      message: expect.stringContaining('MaxStartups'),
    });
    const penalty = await endOf((socket) => void socket.end('Not allowed at this time\r\n'), 300);
    expect(penalty.error).toMatchObject({
      reason: 'dropped_before_auth',
      message: expect.stringContaining('PerSourcePenalties'),
    });
  });

  it('lets us in when it was only busy: a penalty is waited out', async () => {
    await using host = await startSshd();
    await using proxy = await oddServer((socket, count) => {
      if (count === 1) socket.resetAndDestroy();
      else if (count === 2) socket.end('Not allowed at this time\r\n');
      else pipeTo(socket, host.port, host.address);
    });
    await using transport = sshTransport();
    const through = endpointOf(host, { address: '127.0.0.1', port: proxy.port, hostKeys: 'off' });
    await using connection = await transport.connect(through, limits(15_000));
    expect(connection.isUsable).toBe(true);
    expect(proxy.connections()).toBe(3);
  });
});

describe('a slow way to a good server', () => {
  it('that carries its first line byte by byte leads to a login', async () => {
    await using host = await startSshd();
    await using proxy = await oddServer((socket) => pipeTo(socket, host.port, host.address, 1));
    await using transport = sshTransport();
    const through = endpointOf(host, { address: '127.0.0.1', port: proxy.port, hostKeys: 'off' });
    await using connection = await transport.connect(through, limits(20_000));
    expect(connection.isUsable).toBe(true);
  });
});

describe('a connect that is given up', () => {
  it('rejects with the reason of the signal at once, and leaves no socket and no timer', async () => {
    await using server = await oddServer((socket) => void socket.write('SSH-2.0-x\r\n'));
    await using transport = sshTransport();
    const before = resources();
    for (const delayMs of [0, 1, 5, 20]) {
      const controller = new AbortController();
      const connecting = transport.connect(endpoint(server.port), {
        timeoutMs: 60_000,
        signal: controller.signal,
      });
      const reason = new Error('enough');
      setTimeout(() => controller.abort(reason), delayMs);
      await expect(connecting).rejects.toBe(reason);
    }
    await expect.poll(() => server.open()).toBe(0);
    expect(resources()).toEqual(before);
  });

  it('waits in a queue for no longer than its signal', async () => {
    await using server = await oddServer(() => {});
    await using transport = sshTransport({ mostLoginsPerAddress: 1 });
    const first = transport.connect(endpoint(server.port), limits(1_000)).catch((error) => error.reason);
    const second = transport.connect(endpoint(server.port), {
      timeoutMs: 1_000,
      signal: AbortSignal.timeout(50),
    });
    await expect(second).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await first).toBe('banner_timeout');
    expect(server.connections()).toBe(1);
  });

  it('ends when the transport is closed', async () => {
    await using server = await oddServer(() => {});
    const transport = sshTransport();
    const connecting = transport.connect(endpoint(server.port), limits(60_000));
    const ended = expect(connecting).rejects.toMatchObject({ reason: 'lost_before_start' });
    await transport[Symbol.asyncDispose]();
    await ended;
    await expect.poll(() => server.open()).toBe(0);
  });
});

function resources(): readonly string[] {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout' || name === 'TCPSocketWrap');
}

function pipeTo(socket: Socket, port: number, address: string, pieceBytes?: number): void {
  const upstream = connectTo({ port, host: address, noDelay: true });
  socket.setNoDelay(true);
  socket.pipe(upstream);
  upstream.on('error', () => socket.destroy());
  socket.on('close', () => upstream.destroy());
  if (pieceBytes === undefined) upstream.pipe(socket);
  else inPieces(upstream, socket, pieceBytes).catch(() => socket.destroy());
}

async function inPieces(from: Socket, to: Socket, pieceBytes: number): Promise<void> {
  for await (const chunk of from) {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      to.write(chunk.subarray(at, at + pieceBytes));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
}
