import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fleetRoot, ownerMark } from './owned-directory.ts';

/** A name of this machine that one process alone uses: a block of addresses, a bridge. */
export interface Claim extends AsyncDisposable {
  readonly name: string;
}

/**
 * Claims a name that `draw` gives and nobody else has, by making a directory. The sweep takes back those of
 * processes that are gone.
 */
export async function claim(kind: 'loopback' | 'network', draw: () => string): Promise<Claim> {
  const claims = join(fleetRoot, kind);
  await mkdir(claims, { recursive: true, mode: 0o711 });
  const owner = await ownerMark();
  for (let tries = 0; tries < 1000; tries += 1) {
    const name = draw();
    const path = join(claims, name);
    const isNew = await mkdir(path).then(
      () => true,
      () => false,
    );
    if (!isNew) continue;
    await mkdir(join(path, owner));
    return { name, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
  }
  throw new Error(`no free ${kind} after 1000 tries: run the sweep, or remove old ones from ${claims}`);
}

/** Both ends included. */
export function between(least: number, most: number): number {
  return least + Math.floor(Math.random() * (most - least + 1));
}
