import type { Output } from '../../result/task-result.ts';

/** A sentence where this controller could not write all of the command's output; empty where it could. */
export function notKept(...outputs: readonly Output[]): { readonly message?: string } {
  const why = outputs.find(({ incomplete }) => incomplete !== undefined)?.incomplete;
  return why === undefined ? {} : { message: `its output could not be kept whole here: ${why}` };
}
