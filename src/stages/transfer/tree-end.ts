import type { TreeAnswer } from '../answers.ts';
import type { StageEnd } from '../stage.ts';

/** `3 files are new, 1 was removed, 12 were there already`. */
export function treeEnd({ installed, mended, removed, unchanged }: TreeAnswer): StageEnd {
  const isChanged = installed + mended + removed > 0;
  if (!isChanged) return { changed: false, message: 'all of it was there already' };
  const parts = [
    installed > 0 ? `${installed} new` : '',
    mended > 0 ? `${mended} with another mode or owner` : '',
    removed > 0 ? `${removed} removed` : '',
    unchanged > 0 ? `${unchanged} as before` : '',
  ];
  return { changed: true, message: parts.filter(Boolean).join(', ') };
}
