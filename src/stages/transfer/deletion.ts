import { posix } from 'node:path';
import { systemDirectories } from '../../shell/tree/deletion-guard.ts';
import { readSourcePath } from '../../source/source-path.ts';
import type { ArgFault } from '../stage.ts';

/** Why `delete` may not be used: a directory that holds more than one thing's files would be emptied, or may be. */
export function deletionFault(src: string, dest: string): ArgFault | undefined {
  if (readSourcePath(src).kind !== 'directory') {
    const advice = 'Write src with a slash at its end, or remove delete.';
    return { path: ['delete'], message: 'delete needs a whole directory as src.', advice };
  }
  if (dest.split('/').includes('..')) {
    const message = `delete cannot know which directory this is, as it has .. in it: ${dest}.`;
    return { path: ['dest'], message, advice: 'Write the path that it leads to.' };
  }
  if (!isDangerous(dest)) return undefined;
  const message = `delete would empty a directory that is not for one thing alone: ${dest}.`;
  return { path: ['dest'], message, advice: 'Name a directory of its own below it.' };
}

function isDangerous(dest: string): boolean {
  const isAbsolute = dest.startsWith('/');
  const path = posix.normalize(dest.replace(/^~(\/|$)/, '')).replace(/\/+$/, '');
  if (!isAbsolute) return path === '' || path === '.';
  const parts = path.split('/').filter(Boolean);
  const isHome = parts[0] === 'home' && parts.length < 3;
  const isSystem = systemDirectories.some((directory) => directory === `/${parts.join('/')}`);
  return parts.length < 2 || isHome || isSystem;
}
