import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LinkProxy, startProxy } from './proxy.ts';

/** Gives back what it is sent. */
const echo = createServer({ allowHalfOpen: true }, (socket) => socket.on('error', () => {}).pipe(socket));
let proxy: LinkProxy;

beforeEach(async () => {
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const { port } = echo.address() as AddressInfo; // It listens on TCP.
  proxy = await startProxy({ address: '127.0.0.1', port });
});
afterEach(async () => {
  await proxy[Symbol.asyncDispose]();
  echo.close();
});

interface Client {
  readonly socket: Socket;
  readonly got: () => string;
  readonly end: Promise<string>;
}

async function open(): Promise<Client> {
  const socket = connect({ host: proxy.address, port: proxy.port });
  let got = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    got += text;
  });
  const end = new Promise<string>((resolve) => {
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on('end', () => resolve('closed'));
  });
  await Promise.race([once(socket, 'connect'), end]);
  return { socket, got: () => got, end };
}

describe('the proxy', () => {
  it('passes bytes both ways and remembers what the client sent', async () => {
    const { socket, got, end } = await open();
    socket.end('hello');
    expect(await end).toBe('closed');
    expect(got()).toBe('hello');
    expect(proxy.links[0]?.sentByClient.toString()).toBe('hello');
  });

  it('cuts open links with a reset or with an orderly end', async () => {
    const first = await open();
    await expect.poll(() => proxy.links.length).toBe(1);
    proxy.cut();
    expect(await first.end).toBe('ECONNRESET');
    const second = await open();
    await expect.poll(() => proxy.links.length).toBe(2);
    proxy.cut('close');
    expect(await second.end).toBe('closed');
  });

  it('cuts after so many bytes, and none more arrive', async () => {
    proxy.cutAfter(1000, 'to-host', 'close');
    const { socket, got, end } = await open();
    socket.write('x'.repeat(5000));
    expect(await end).toBe('closed');
    expect(proxy.links[0]?.passed('to-host')).toBe(1000);
    expect(got().length).toBeLessThanOrEqual(1000);
  });

  it('freezes a link that stays open, and what it held back goes on when it is healed', async () => {
    const { socket, got } = await open();
    proxy.freeze();
    socket.write('held');
    await expect.poll(() => proxy.links[0]?.received('to-host')).toBe(4);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(got()).toBe('');
    expect(socket.readyState).toBe('open');
    proxy.heal();
    await expect.poll(got).toBe('held');
    socket.destroy();
  });

  it('delays each way, and throttles', async () => {
    const { socket, got } = await open();
    proxy.delay(100);
    const start = performance.now();
    socket.write('a');
    await expect.poll(got, { interval: 5 }).toBe('a');
    expect(performance.now() - start).toBeGreaterThanOrEqual(195);
    proxy.heal();
    proxy.throttle(10_000);
    const startOfMany = performance.now();
    socket.write('b'.repeat(5000));
    await expect.poll(() => got().length, { timeout: 5000 }).toBe(5001);
    expect(performance.now() - startOfMany).toBeGreaterThanOrEqual(400);
    socket.destroy();
  });

  it('refuses new links while open ones stay, and takes them again', async () => {
    const { socket, got } = await open();
    await expect.poll(() => proxy.links.length).toBe(1);
    proxy.refuse();
    expect(await (await open()).end).toBe('ECONNREFUSED');
    socket.write('still here');
    await expect.poll(got).toBe('still here');
    await proxy.accept();
    const again = await open();
    expect(again.socket.readyState).toBe('open');
    again.socket.destroy();
    socket.destroy();
  });
});
