import { singleQuoted } from './marks.ts';
import { scriptReader } from './script-reader.ts';

/** Shell text that only looks, with an empty standard input. What is no shell text fails alone, and not the script around it. */
export function lookText(command: string): string {
  return `eval ${singleQuoted(command)} </dev/null`;
}

/**
 * Prints the id that the kernel gives to each boot (random(4)). The hosts of the embedded lab, which are directories and
 * not machines, name a file of their own.
 */
export const bootIdText = 'cat "${AEON_LAB_BOOT_ID_FILE:-/proc/sys/kernel/random/boot_id}"';

/** What the builder was given, for whoever plays the host. */
export const readLook = scriptReader({ command: 'quoted' }, ({ command }) => lookText(command));
