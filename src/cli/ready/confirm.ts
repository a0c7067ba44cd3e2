import { createInterface } from 'node:readline/promises';
import { shownText } from '../../document/shown-text.ts';
import type { Plan } from '../../plan/plan.ts';
import type { View } from '../../report/view.ts';
import type { ConfirmAnswer } from '../../stages/answers.ts';
import { UsageError } from '../exit-code.ts';
import type { World } from '../world.ts';
import { dropTyped } from './drop-typed.ts';

export interface Questions {
  readonly world: World;
  /** `--yes`: nobody is asked. */
  readonly isYes: boolean;
  /** Makes room on the terminal. */
  readonly view: View;
  readonly mask: (text: string) => string;
}

/**
 * Asks on the terminal until there is an answer: what was typed before the question is none. The end of the input is a no,
 * and so is a cancelled run.
 */
export async function confirm(
  { world, isYes, view, mask }: Questions,
  question: string,
  signal: AbortSignal,
): Promise<ConfirmAnswer> {
  if (isYes) return { isYes: true, how: 'yes by --yes' };
  await dropTyped(world);
  const resume = view.suspend?.('to-ask');
  // No terminal mode of readline: Ctrl-C shall come as a signal, as everywhere in a run.
  const lines = createInterface({ input: world.stdin, output: world.stderr, terminal: false });
  const closed = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  try {
    for (;;) {
      const asked = lines.question(`${shownText(mask(question))} [y/N] `, { signal }).catch(() => undefined);
      const answer = (await Promise.race([asked, closed]))?.trim().toLowerCase();
      if (answer === undefined) {
        if (!signal.aborted) world.stderr.write('\n'); // An interrupt makes readline leave the line of the question.
        return { isYes: false, how: 'nobody answered' };
      }
      if (/^(y|yes)$/.test(answer)) return { isYes: true, how: 'answered yes' };
      if (/^(n|no|)$/.test(answer)) return { isYes: false, how: 'answered no' };
    }
  } finally {
    lines.close();
    resume?.();
  }
}

/** An hour of work is not the time to learn that nobody can answer. @throws UsageError */
export function checkPersonIsThere({ stdin, stderr }: World, plan: Plan, isYes: boolean): void {
  if (isYes || (stdin.isTTY && stderr.isTTY)) return;
  const asking = plan.stages.find((stage) => stage.scope === 'controller' && stage.asksPerson);
  if (asking === undefined) return;
  throw new UsageError(
    `stage ${asking.id} (${asking.name}) asks a person, and there is no terminal to ask on: run it in one, or answer yes to all questions with --yes`,
  );
}
