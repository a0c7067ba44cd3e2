import { setFlagsFromString } from 'node:v8';

/** From here on the memory that V8 takes ahead of its use is more than what a run needs. */
const manyHosts = 500;

interface Flag {
  readonly name: string;
  readonly sparing: number;
  /** What V8 has without us (`node --v8-options`). */
  readonly usual: number;
}

const flags: readonly Flag[] = [
  { name: 'semi-space-growth-factor', sparing: 1, usual: 2 },
  { name: 'heap-growing-percent', sparing: 40, usual: 0 },
];

let isSparing = false;

/**
 * For very many hosts: V8 keeps the space for young objects as large as it is, and lets the old ones grow by less before it
 * looks for garbage. Called before a plan is made, as that makes many objects. Halves the memory at 2,000 hosts for a tenth
 * more CPU. V8 reads both flags whenever it collects (docs/decisions/0008-memory-of-large-runs.md), so that they count from now on.
 */
export function spareMemory(hosts: number): void {
  if (hosts < manyHosts) return;
  isSparing = true;
  set('sparing');
}

/** Does `work` with the flags that V8 had at the start: what it has compiled counts for no others. */
export function withUsualFlags<Value>(work: () => Value): Value {
  if (!isSparing) return work();
  set('usual');
  try {
    return work();
  } finally {
    set('sparing');
  }
}

function set(value: 'sparing' | 'usual'): void {
  for (const flag of flags) setFlagsFromString(`--${flag.name}=${flag[value]}`);
}
