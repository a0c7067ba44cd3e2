import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A server on loopback that does as it is told with each connection. */
export async function oddServer(greet: (socket: Socket, count: number) => void): Promise<OddServer> {
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    count += 1;
    greet(socket, count);
    socket.resume(); // Else it would not hear that we leave.
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    connections: () => count,
    open: () => sockets.size,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

export interface OddServer extends AsyncDisposable {
  readonly port: number;
  /** How many there were. */
  connections(): number;
  /** How many there are now. */
  open(): number;
}
