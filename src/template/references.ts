import type { Expression, Insertion, Path, TemplateNode } from './tree.ts';

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

/** Each value that a template puts in, in the order of the text. */
export function* insertionsOf(nodes: readonly TemplateNode[]): Generator<Insertion> {
  for (const node of nodes) {
    if (node.kind === 'insertion') yield node;
    if (node.kind === 'choice') yield* insertionsOf([...node.whenTrue, ...node.whenFalse]);
    if (node.kind === 'loop') yield* insertionsOf([...node.body, ...node.whenEmpty]);
  }
}

/** Whether it uses what a loop around it gives: an item, a key. */
export function usesLoop(expression: Expression): boolean {
  if (expression.kind === 'path') return expression.root.kind !== 'scope';
  return expression.kind === 'call' && expression.args.some(usesLoop);
}

function* inExpression(expression: Expression, isOptional: boolean): Generator<PathUse> {
  if (expression.kind === 'path' && expression.root.kind === 'scope') yield { path: expression, isOptional };
  if (expression.kind !== 'call') return;
  const isLenient = expression.helper === 'default' || expression.helper === 'exists';
  for (const [index, arg] of expression.args.entries()) {
    yield* inExpression(arg, isOptional || (isLenient && index === 0));
  }
}
