import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Fleet } from './fleet.ts';

/** Where the files arrive; all hosts share one disk. There after the first `emptyArrivals`. */
export function arrivals({ directory }: Fleet): string {
  return join(directory, 'arrived');
}

/** To be called before each run: a file that is there already would not be sent. */
export function emptyArrivals(fleet: Fleet): void {
  rmSync(arrivals(fleet), { recursive: true, force: true });
  mkdirSync(arrivals(fleet));
}
