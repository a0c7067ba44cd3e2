import { open } from 'node:fs/promises';

/** How much of a file is read and handed on at a time. */
export const chunkBytes = 256 * 1024;

/**
 * The bytes of a file in order, each chunk read while the one before it is worked on. A chunk holds them until the next one
 * is asked for, as its memory is used again: with fresh memory for each, half the time of a large file went into collecting it.
 */
export async function* fileChunks(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  const read = (into: Buffer) => {
    const reading = file.read(into, 0, chunkBytes, null).then(({ bytesRead }) => into.subarray(0, bytesRead));
    reading.catch(() => {}); // It is told when its turn comes.
    return reading;
  };
  let [filling, free] = [Buffer.allocUnsafeSlow(chunkBytes), Buffer.allocUnsafeSlow(chunkBytes)];
  let reading = read(filling);
  try {
    for (;;) {
      const chunk = await reading;
      if (chunk.length === 0) return;
      [filling, free] = [free, filling];
      reading = read(filling);
      yield chunk;
    }
  } finally {
    await reading.catch(() => {});
    await file.close();
  }
}
