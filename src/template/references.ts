import { helpers } from './helpers.ts';
import type { Expression, Insertion, Path, TemplateNode } from './tree.ts';

export interface PathUse {
  readonly path: Path;
  readonly isOptional: boolean;
  /** A text or a list has to stand there, and no map. */
  readonly isPutIn: boolean;
}

/** Every use of a name of the scope, in the order of the text. */
export function* usesOf(nodes: readonly TemplateNode[]): Generator<PathUse> {
  for (const node of nodes) {
    if (node.kind === 'insertion') yield* inExpression(node.expression, { isOptional: false, isPutIn: true });
    if (node.kind === 'choice') {
      yield* inExpression(node.condition, looked);
      yield* usesOf(node.whenTrue);
      yield* usesOf(node.whenFalse);
    }
    if (node.kind === 'loop') {
      yield* inExpression(node.list, looked);
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

type Use = Omit<PathUse, 'path'>;

const looked: Use = { isOptional: false, isPutIn: false };

function* inExpression(expression: Expression, use: Use): Generator<PathUse> {
  if (expression.kind === 'path' && expression.root.kind === 'scope') yield { path: expression, ...use };
  if (expression.kind !== 'call') return;
  const { isLenient = false, takesNull = false } = helpers[expression.helper] ?? {};
  const isPutIn = expression.helper === 'default' ? use.isPutIn : !isLenient && !takesNull;
  for (const [index, arg] of expression.args.entries()) {
    yield* inExpression(arg, { isOptional: use.isOptional || (isLenient && index === 0), isPutIn });
  }
}
