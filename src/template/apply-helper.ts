import type { Evaluation } from './evaluate.ts';
import { type Helper, HelperRefusal } from './helpers.ts';
import { onMade, type Scope } from './scope.ts';
import type { Call } from './tree.ts';

/** What the helper makes of the arguments. Texts are told to whoever listens to the scope: they may be secret as the arguments are. */
export function applyHelper(
  call: Call,
  helper: Helper,
  args: readonly Evaluation[],
  scope: Scope,
): Evaluation {
  const from = args.map((arg) => (arg.kind === 'value' ? arg.value : undefined));
  try {
    const value = helper.apply(from);
    if (typeof value === 'string') scope[onMade]?.({ text: value, from, remake: helper.apply });
    return { kind: 'value', value };
  } catch (error) {
    if (!(error instanceof HelperRefusal)) throw error;
    return {
      kind: 'missing',
      code: 'template-value',
      message: `${call.helper} ${error.message}.`,
      advice: error.advice ?? `Write {{${helper.usage}}}.`,
      span: call.span,
    };
  }
}
