import { readdirSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { InventoryIo } from '../../inventory/io.ts';
import type { World } from '../world.ts';

/** The files of this controller as inventories see them. */
export function inventoryIo({ env, cwd, home }: World): InventoryIo {
  return {
    readFile: (path) => readFileSync(path),
    listDirectory: (path) => ifThere(() => readdirSync(path)),
    mode: (path) => (process.platform === 'win32' ? undefined : ifThere(() => statSync(path).mode & 0o777)),
    cwd,
    home,
    user: env.USER || ifThere(() => userInfo().username) || 'root',
    ...(env.SSH_AUTH_SOCK && { sshAuthSock: env.SSH_AUTH_SOCK }),
  };
}

function ifThere<Value>(look: () => Value): Value | undefined {
  try {
    return look();
  } catch {
    return undefined; // Whoever needs it says that it is missing, and where it was named.
  }
}
