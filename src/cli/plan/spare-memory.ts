import { setFlagsFromString } from 'node:v8';

/** From here on the memory that V8 takes ahead of its use is more than what a run needs. */
const manyHosts = 500;

/**
 * For very many hosts: V8 keeps the space for young objects as large as it is, and lets the old ones grow by less before it
 * looks for garbage. Called before a plan is made, as that makes many objects. Halves the memory at 2,000 hosts for a tenth
 * more CPU. V8 reads both flags whenever it collects (docs/decisions/0008-memory-of-large-runs.md), so that they count from now on.
 */
export function spareMemory(hosts: number): void {
  if (hosts < manyHosts) return;
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=40');
}
