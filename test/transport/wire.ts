import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A wire to a server that a test can freeze, cut and make slow. */
export interface Wire extends AsyncDisposable {
  readonly port: number;
  /** Nothing passes any more, and nobody is told. */
  freeze(): void;
  thaw(): void;
  cut(): void;
  /** How many connections it carries. */
  open(): number;
}

/** `uploadBytesPerMs`: how fast it takes what goes to the server; as fast as it comes unless told. */
export async function startWire(
  to: { readonly address: string; readonly port: number },
  uploadBytesPerMs?: number,
): Promise<Wire> {
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((near) => {
    const far = connect({ host: to.address, port: to.port, noDelay: true });
    near.setNoDelay(true);
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const socket of pair) {
      socket.on('error', () => {});
      socket.on('close', () => {
        near.destroy();
        far.destroy();
        pairs.delete(pair);
      });
    }
    far.pipe(near);
    if (uploadBytesPerMs === undefined) near.pipe(far);
    else pass(near, far, uploadBytesPerMs).catch(() => near.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const each = (act: (socket: Socket) => void) => {
    for (const pair of pairs) pair.forEach(act);
  };
  return {
    port: address.port,
    freeze: () =>
      each((socket) => {
        socket.unpipe();
        socket.pause();
      }),
    thaw: () => {
      for (const [near, far] of pairs) near.pipe(far).pipe(near);
    },
    cut: () => each((socket) => void socket.resetAndDestroy()),
    open: () => pairs.size,
    [Symbol.asyncDispose]: async () => {
      each((socket) => void socket.destroy());
      server.close();
      await once(server, 'close');
    },
  };
}

async function pass(from: Socket, to: Socket, bytesPerMs: number): Promise<void> {
  for await (const chunk of from) {
    await new Promise((resolve) => setTimeout(resolve, chunk.length / bytesPerMs));
    to.write(chunk);
  }
}
