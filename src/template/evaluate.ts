import type { ProblemCode } from '../document/problem.ts';
import { applyHelper } from './apply-helper.ts';
import { type Helper, helpers, isEmpty } from './helpers.ts';
import { howNotWhole, isLostOutput, lostOutput, notWholeOutput } from './lost-output.ts';
import { missingAdvice } from './missing-advice.ts';
import { fieldOf, type Scope } from './scope.ts';
import type { Call, Expression, Path, Span } from './tree.ts';

/** What an expression comes to. `later`: only the run will know. */
export type Evaluation =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'later' }
  | Missing;

export interface Missing {
  readonly kind: 'missing';
  readonly code: ProblemCode;
  readonly message: string;
  readonly advice: string;
  readonly span: Span;
}

/** Where an expression is evaluated. */
export interface Surroundings {
  readonly scope: Scope;
  /** First path segments that are only known while running, and not yet. */
  readonly laterNames: ReadonlySet<string>;
  /** The `#each` around it, the innermost first. */
  readonly loops: readonly LoopStep[];
}

export interface LoopStep {
  readonly item: Evaluation;
  readonly key: string | number;
  readonly index: number;
  readonly isLast: boolean;
}

/** Pure. Never throws. */
export function evaluate(expression: Expression, around: Surroundings): Evaluation {
  switch (expression.kind) {
    case 'constant':
      return { kind: 'value', value: expression.value };
    case 'path':
      return evaluatePath(expression, around);
    case 'call':
      return evaluateCall(expression, around);
  }
}

/** An expression that gives text or a list which must not be empty, unless it is `default`, which may choose ''. */
export function evaluateNeeded(expression: Expression, around: Surroundings): Evaluation {
  const result = evaluateWhole(expression, around);
  if (result.kind !== 'value' || !isEmpty(result.value) || mayBeEmpty(expression, result.value))
    return result;
  return emptiness(expression, result.value);
}

/** The same, of a text of which nothing may be missing. */
function evaluateWhole(expression: Expression, around: Surroundings): Evaluation {
  if (expression.kind !== 'path' || expression.root.kind !== 'scope') return evaluate(expression, around);
  const how = howNotWhole(expression.parts, around.scope);
  if (how === undefined) return evaluate(expression, around);
  const { text, span } = expression;
  return { kind: 'missing', code: 'template-value', ...notWholeOutput(text, how), span };
}

function emptiness(expression: Expression, value: unknown): Missing {
  const name = nameOf(expression);
  return {
    kind: 'missing',
    code: 'variable-empty',
    message: `\`${name}\` is ${value === null ? 'null' : 'empty'}, and a value is needed here.`,
    advice: `Set it, or write {{default ${name} '…'}} with what to use instead.`,
    span: expression.span,
  };
}

function mayBeEmpty(expression: Expression, value: unknown): boolean {
  if (value === null || value === undefined) return false;
  return expression.kind === 'constant' || (expression.kind === 'call' && expression.helper === 'default');
}

/** For messages: the path as written, or the helper's name. */
export function nameOf(expression: Expression): string {
  if (expression.kind === 'path') return expression.text;
  return expression.kind === 'call' ? `(${expression.helper} …)` : 'the value';
}

function evaluatePath(path: Path, around: Surroundings): Evaluation {
  const start = startOf(path, around);
  if (start.kind !== 'value') return start;
  let value = start.value;
  for (const [position, part] of path.parts.entries()) {
    const next = fieldOf(value, part);
    if (next === undefined) return undefinedAt(path, position, value);
    value = next;
  }
  return { kind: 'value', value };
}

function startOf({ root, parts }: Path, { scope, laterNames, loops }: Surroundings): Evaluation {
  if (root.kind === 'scope') {
    const [first = ''] = parts;
    const isLater = laterNames.has(first);
    return isLater ? { kind: 'later' } : { kind: 'value', value: scope };
  }
  // The binder made sure that the loop is there.
  const step = loops[root.level];
  if (!step) return { kind: 'later' };
  switch (root.kind) {
    case 'item':
      return step.item;
    case 'key':
      return { kind: 'value', value: step.key };
    case 'index':
      return { kind: 'value', value: step.index };
    case 'first':
      return { kind: 'value', value: step.index === 0 };
    case 'last':
      return { kind: 'value', value: step.isLast };
  }
}

function undefinedAt(path: Path, position: number, holder: unknown): Missing {
  const reached = path.root.kind === 'scope' ? path.parts.slice(0, position + 1) : [];
  const isLost = isLostOutput(reached);
  const named = reached.length > 0 ? reached.join('.') : path.text;
  return {
    kind: 'missing',
    code: 'variable-undefined',
    message: `\`${named}\` ${isLost ? lostOutput : 'is not defined.'}`,
    advice: isLost
      ? `Run that stage again, or write {{default ${named} '…'}}.`
      : missingAdvice(path, position, holder),
    span: path.span,
  };
}

function evaluateCall(call: Call, around: Surroundings): Evaluation {
  const helper = helpers[call.helper];
  // The tree builder let through only those that exist.
  if (!helper) return { kind: 'later' };
  const look = helper.asksOnly ? evaluate : evaluateWhole;
  const args = call.args.map((arg) => look(arg, around));
  const missing = args.find((arg, index) => arg.kind === 'missing' && !isForgiven(helper, arg, index));
  if (missing) return missing;
  const absent = call.args.find((_, index) => isNull(args[index]) && !helper.isLenient && !helper.takesNull);
  if (absent) return emptiness(absent, null);
  if (args.some(({ kind }) => kind === 'later')) return { kind: 'later' };
  return applyHelper(call, helper, args, around.scope);
}

/** What a lenient helper looks at may be absent; its fallback may not. */
function isForgiven(helper: Helper, { code }: Missing, index: number): boolean {
  return helper.isLenient === true && index === 0 && code !== 'template-value';
}

function isNull(arg: Evaluation | undefined): boolean {
  return arg?.kind === 'value' && arg.value === null;
}
