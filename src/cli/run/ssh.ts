import { join } from 'node:path';
import { sshTransport, systemKnownHosts } from '../../transport/ssh/ssh-transport.ts';
import type { Transport } from '../../transport/transport.ts';
import type { OpenSecrets } from '../secrets/open-secrets.ts';
import type { World } from '../world.ts';

/** SSH as the user has it: with the host keys that they know, and the login keys that were read before. */
export function sshOf({ home }: World, { keys }: Pick<OpenSecrets, 'keys'>): Transport {
  const own = home === '' ? [] : [join(home, '.ssh/known_hosts')];
  return sshTransport({ knownHosts: [...own, systemKnownHosts], keys });
}
