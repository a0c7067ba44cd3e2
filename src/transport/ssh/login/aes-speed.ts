import { createCipheriv } from 'node:crypto';

let answer: boolean | undefined;

/**
 * Whether AES costs this machine less than ChaCha20. Asked of the machine itself, in under a millisecond and once: a
 * Raspberry Pi up to the 4 has no AES and takes thrice as long for it. Linux takes 20 ms to tell what its CPU can do.
 */
export function isAesFast(): boolean {
  answer ??= bestMs('aes-128-gcm', 16, 12) < bestMs('chacha20', 32, 16) * advantage;
  return answer;
}

/** Without hardware AES takes two and a half times as long or more; all between is the noise of the machine. */
const advantage = 1.5;

function bestMs(cipher: string, keyBytes: number, nonceBytes: number): number {
  const [key, nonce, text] = [Buffer.alloc(keyBytes), Buffer.alloc(nonceBytes), Buffer.alloc(64 * 1024)];
  const timesMs = [1, 2, 3].map(() => {
    const startedMs = performance.now();
    createCipheriv(cipher, key, nonce).update(text);
    return performance.now() - startedMs;
  });
  return Math.min(...timesMs);
}
