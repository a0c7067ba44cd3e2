import { type ASTNode, EvaluationError } from '@marcbachmann/cel-js';

/**
 * Makes `int('')` the error that CEL calls it (cel-spec, "Conversions"). cel-js takes it for 0, as BigInt of JavaScript does: a
 * command that printed nothing would pass for one that printed a 0. Nothing can be put in the place of its functions, hence a private
 * part of its nodes; where that is called otherwise, all is as before.
 */
export function refuseEmptyNumbers(node: ASTNode): void {
  for (const call of callsOf(node)) {
    const [name, args] = call.args;
    const [text] = args;
    if ((name === 'int' || name === 'uint') && text !== undefined && args.length === 1)
      refuseEmpty(call, text);
  }
}

function refuseEmpty(call: ASTNode, text: ASTNode): void {
  const [evaluate, evaluateText] = [call, text].map((node): unknown => Reflect.get(node, 'evaluate'));
  if (typeof evaluate !== 'function' || typeof evaluateText !== 'function') return;
  Reflect.set(call, 'evaluate', (evaluator: unknown, node: ASTNode, context: unknown): unknown => {
    if (Reflect.apply(evaluateText, text, [evaluator, text, context]) === '')
      throw new EvaluationError({
        code: 'int_conversion_error',
        message: 'an empty text is no number',
        node,
      });
    return Reflect.apply(evaluate, call, [evaluator, node, context]);
  });
}

/** All in it, however deep. */
function* callsOf(part: unknown): Generator<Extract<ASTNode, { op: 'call' }>> {
  if (Array.isArray(part)) for (const each of part) yield* callsOf(each);
  else if (isNode(part)) {
    if (part.op === 'call') yield part;
    yield* callsOf(part.args);
  }
}

function isNode(part: unknown): part is ASTNode {
  return typeof part === 'object' && part !== null && 'op' in part && 'args' in part;
}
