import { isAbsolute, join } from 'node:path';
import { KnownDigests } from '../../run/source/known-digests.ts';
import { SourceFiles } from '../../run/source/source-files.ts';
import type { World } from '../world.ts';

/** Files of this machine that will be sent. What large ones measured is kept as XDG Base Directory Specification says, as in bin/start.js. */
export function cachedSources({ env, home }: Pick<World, 'env' | 'home'>): SourceFiles {
  const { XDG_CACHE_HOME = '' } = env;
  const caches = isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(home, '.cache');
  return new SourceFiles(new KnownDigests(isAbsolute(caches) ? join(caches, 'aeon-run/digests') : undefined));
}
