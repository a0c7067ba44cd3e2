import { createHook } from 'node:async_hooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sshTransport } from '../../src/transport/ssh/ssh-transport.ts';
import type { Endpoint } from '../../src/transport/transport.ts';
import { startSshd } from '../fleet/sshd.ts';
import { limits, readAll } from './contract.ts';
import { endpointOf } from './ssh-host.ts';
import { startWire } from './wire.ts';

/** Where each timer that still ticks was started, by us or by ssh2; the test runner has some of its own. */
const timers = new Map<number, string>();
const hook = createHook({
  init: (id, type) => {
    const stack = type === 'Timeout' ? (new Error().stack ?? '') : '';
    if (/\/src\/|\/ssh2\//.test(stack)) timers.set(id, stack);
  },
  destroy: (id) => void timers.delete(id),
});
beforeAll(() => void hook.enable());
afterAll(() => void hook.disable());

// In a file of its own: what other tests leave for a moment would be counted.
it('links that were used, refused, lost or given up leave no socket and no timer', async () => {
  await using host = await startSshd();
  await using wire = await startWire(host);
  const before = sockets();
  const transport = sshTransport();
  const endpoint = endpointOf(host, { address: '127.0.0.1', port: wire.port, hostKeys: 'off' });
  const connect = (changes: Partial<Endpoint> = {}) =>
    transport.connect({ ...endpoint, ...changes }, limits());

  for (let round = 0; round < 5; round += 1) {
    const used = await connect();
    await readAll(await used.open('true', limits()));
    await used.open('sleep 30', limits());
    await used[Symbol.asyncDispose]();
    await expect(connect({ hostKeys: 'strict' })).rejects.toBeInstanceOf(Error);
    await expect(connect({ credentials: [{ kind: 'password', password: 'x' }] })).rejects.toBeInstanceOf(
      Error,
    );
    const givenUp = transport.connect(endpoint, { timeoutMs: 5_000, signal: AbortSignal.timeout(round * 5) });
    await givenUp.catch(() => {});
    const throughJump = await connect({ address: host.address, port: host.port, jump: endpoint });
    const lost = await connect();
    await lost.open('sleep 30', limits());
    wire.cut();
    await Promise.all([lost.lost, throughJump.lost]);
  }
  await expect.poll(() => wire.open()).toBe(0);
  await expect.poll(() => [...timers.values()]).toEqual([]);
  await expect.poll(sockets).toEqual(before);

  await connect();
  await transport[Symbol.asyncDispose]();
  await expect.poll(() => wire.open()).toBe(0);
  await expect.poll(() => [...timers.values()]).toEqual([]);
  await expect.poll(sockets).toEqual(before);
});

function sockets(): readonly string[] {
  const counted = ['TCPSocketWrap', 'PipeConnectWrap'];
  return process.getActiveResourcesInfo().filter((name) => counted.includes(name));
}
