import type { Expression, Path, TemplateNode } from './tree.ts';

export interface PathUse {
  readonly path: Path;
  readonly isOptional: boolean;
}

/** Every use of a name of the scope, in the order of the text. */
export function* usesOf(nodes: readonly TemplateNode[]): Generator<PathUse> {
  for (const node of nodes) {
    if (node.kind === 'insertion') yield* inExpression(node.expression, false);
    if (node.kind === 'choice') {
      yield* inExpression(node.condition, false);
      yield* usesOf(node.whenTrue);
      yield* usesOf(node.whenFalse);
    }
    if (node.kind === 'loop') {
      yield* inExpression(node.list, false);
      yield* usesOf(node.body);
      yield* usesOf(node.whenEmpty);
    }
  }
}

function* inExpression(expression: Expression, isOptional: boolean): Generator<PathUse> {
  if (expression.kind === 'path' && expression.root.kind === 'scope') yield { path: expression, isOptional };
  if (expression.kind !== 'call') return;
  const isLenient = expression.helper === 'default' || expression.helper === 'exists';
  for (const [index, arg] of expression.args.entries()) {
    yield* inExpression(arg, isOptional || (isLenient && index === 0));
  }
}
