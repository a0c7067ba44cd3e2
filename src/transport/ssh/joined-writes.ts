import type { Duplex } from 'node:stream';

/**
 * ssh2 writes a packet in three pieces, and without Nagle's algorithm each would be a segment of its own that wakes the
 * host: what is written in one turn of the event loop leaves together.
 */
export function joinWrites(socket: Duplex): void {
  let isHeld = false;
  const release = () => {
    isHeld = false;
    socket.uncork();
  };
  const write = socket.write.bind(socket);
  const joined = (data: unknown): boolean => {
    if (!isHeld) {
      isHeld = true;
      socket.cork();
      process.nextTick(release);
    }
    return write(data);
  };
  Object.defineProperty(socket, 'write', { value: joined, configurable: true, writable: true });
}
