import { setTimeout as delay } from 'node:timers/promises';
import type { World } from '../world.ts';

/** What was typed waits in the kernel: it comes at once. */
const momentMs = 50;

/** Of raw mode, in which it is a key and no signal. */
const ctrlC = 3;

/**
 * Throws away what was typed at a terminal before it was asked for, as tcflush(3) would, which Node does not have. What is
 * no whole line yet can be read in raw mode alone. A pipe keeps its answers.
 */
export async function dropTyped({ stdin }: Pick<World, 'stdin'>): Promise<void> {
  if (!stdin.isTTY) return;
  const drop = (keys: Buffer) => {
    if (keys.includes(ctrlC)) process.kill(process.pid, 'SIGINT');
  };
  stdin.setRawMode(true);
  stdin.on('data', drop);
  await delay(momentMs);
  stdin.off('data', drop);
  stdin.pause();
  stdin.setRawMode(false);
}
