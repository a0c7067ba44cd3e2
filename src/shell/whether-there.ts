import { pathWord } from './command-text.ts';

/** What stands on stderr before the reason then. */
export const cannotBeLookedAt = 'it cannot be looked at (try become): ';

/** What the shell ends with that may not see whether a path is there. */
export const cannotLook = 2;

/**
 * Shell text that is true where something stands under the path, a link that leads nowhere too, and false where nothing does.
 * Where neither can be known, as a directory above may not be searched or its disk fails, it says so on stderr and ends the
 * shell. The words of the errors are those of strerror(3) in the locale C.
 */
export function whetherThere(path: string): string {
  return wordIsThere(pathWord(path));
}

/** The same for a path that is a word of the shell already, such as `"$1"`. */
export function wordIsThere(word: string): string {
  return `{ [ -e ${word} ] || [ -L ${word} ] || { aeon_s=$(LC_ALL=C ls -d ${word} 2>&1) || case $aeon_s in
  *': No such file or directory'|*': Not a directory') false;;
  *) printf '${cannotBeLookedAt}%s\\n' "$aeon_s" >&2; exit ${cannotLook};;
esac; }; }`;
}
