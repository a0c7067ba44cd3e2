import { join } from 'node:path';
import { sshTransport, systemKnownHosts } from '../../transport/ssh/ssh-transport.ts';
import type { Transport } from '../../transport/transport.ts';
import type { World } from '../world.ts';

/** SSH as the user has it: with the host keys that they know. */
export function sshOf({ home }: World): Transport {
  const own = home === '' ? [] : [join(home, '.ssh/known_hosts')];
  return sshTransport({ knownHosts: [...own, systemKnownHosts] });
}
