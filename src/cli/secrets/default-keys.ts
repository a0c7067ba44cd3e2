import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../world.ts';

/** The user's own key files, tried for hosts that name no credential, as ssh(1) does. */
export function defaultKeysOf({ home }: Pick<World, 'home'>): readonly string[] {
  return ['id_ed25519', 'id_ecdsa', 'id_rsa']
    .map((name) => join(home, '.ssh', name))
    .filter((path) => existsSync(path));
}
