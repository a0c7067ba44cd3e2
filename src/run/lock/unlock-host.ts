import { giveBackHostLock, lookAtHostLock } from '../../remote/host-lock.ts';
import type { Link } from '../../remote/link.ts';
import { readHolder } from './host-holder.ts';
import { standingOf } from './lock-holder.ts';

/** What became of the lock of a run on a host: `alive` and `elsewhere` say why it was left there. */
export type HostUnlocked = 'removed' | 'no lock of it' | 'not ours to remove' | 'alive' | 'elsewhere';

/**
 * Removes the lock of the run with this id from the host. Without force only where its process is known to be gone.
 * @throws TransportError, TaskFailure
 */
export async function unlockHost(link: Link, id: string, force: boolean): Promise<HostUnlocked> {
  const found = await lookAtHostLock(link);
  const holder = found && readHolder(found);
  if (holder?.id !== id) return 'no lock of it';
  const standing = standingOf(holder);
  if (standing !== 'gone' && !force) return standing;
  const left = await giveBackHostLock(link, id);
  return left === undefined || readHolder(left)?.id !== id ? 'removed' : 'not ours to remove';
}
