import { printMark } from '../../shell/marks.ts';
import { applyMarks } from '../../shell/tree/apply-script.ts';
import { compareMarks } from '../../shell/tree/compare-script.ts';
import { receive } from './receive-file.ts';
import type { Shell } from './shell.ts';

/** A simulated host holds no directories: whatever is compared is not there yet. */
export function tellNothingThere({ channel }: Shell, nonce: string): number {
  channel.mark('stdout', nonce, compareMarks.absent);
  return 0;
}

/** Takes the archive that follows the script, as far as the model lets it; gives the exit code. */
export async function receiveTree(
  shell: Shell,
  { nonce, steps }: { readonly nonce: string; readonly steps: string },
): Promise<number | undefined> {
  const { channel } = shell;
  if (steps.includes(printMark(nonce, applyMarks.need))) {
    channel.mark('stdout', nonce, applyMarks.need);
    const failed = await receive(shell);
    if (failed !== 'received') return failed;
  }
  channel.mark('stdout', nonce, applyMarks.installed);
  return 0;
}
