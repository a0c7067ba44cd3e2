import {
  type Evaluation,
  evaluate,
  evaluateNeeded,
  type LoopStep,
  nameOf,
  type Surroundings,
} from './evaluate.ts';
import type { Fault } from './fault.ts';
import { isFalseInDisguise, isTrue, notAText } from './helpers.ts';
import type { Scope } from './scope.ts';
import type { Choice, Insertion, Loop, TemplateNode } from './tree.ts';

/** How a value is put where an insertion stands: its text, or why it cannot be. */
export type Fitted = { readonly text: string } | { readonly refusal: string; readonly advice: string };
export type Fit = (insertion: Insertion, value: unknown) => Fitted;

export interface Walked {
  readonly text: string;
  readonly faults: readonly Fault[];
  /** Where each insertion came to lie in `text`. */
  readonly inserted: readonly Inserted[];
}

export interface Inserted {
  readonly insertion: Insertion;
  readonly start: number;
  readonly end: number;
}

/** Evaluates a template. Where only the run will decide, all branches are looked at and the text is not whole. */
export function walk(
  nodes: readonly TemplateNode[],
  fit: Fit,
  scope: Scope,
  laterNames: ReadonlySet<string>,
): Walked {
  const walker = new Walker(fit);
  walker.nodes(nodes, { scope, laterNames, loops: [] });
  return walker;
}

/** In UTF-16 units: vars that double each other would fill the memory, and more is a file. */
const mostLength = 16_000_000;
const tooLong = 'Put what is so long into a file, and transfer that.';

class Walker implements Walked {
  text = '';
  readonly faults: Fault[] = [];
  readonly inserted: Inserted[] = [];
  readonly #fit: Fit;

  constructor(fit: Fit) {
    this.#fit = fit;
  }

  nodes(nodes: readonly TemplateNode[], around: Surroundings): void {
    for (const node of nodes) this.#node(node, around);
  }

  #node(node: TemplateNode, around: Surroundings): void {
    switch (node.kind) {
      case 'literal':
        this.text += node.text;
        return;
      case 'insertion':
        this.#insert(node, around);
        return;
      case 'choice':
        this.#choose(node, around);
        return;
      case 'loop':
        this.#loop(node, around);
    }
  }

  #insert(node: Insertion, around: Surroundings): void {
    const result = this.#noted(evaluateNeeded(node.expression, around));
    if (result.kind !== 'value') return;
    const fitted = this.#fit(node, result.value);
    if ('text' in fitted && this.text.length + fitted.text.length > mostLength) {
      this.#refuse(node, `With \`${nameOf(node.expression)}\` this text is over 16 MB long.`, tooLong);
    } else if ('text' in fitted) {
      const start = this.text.length;
      this.text += fitted.text;
      this.inserted.push({ insertion: node, start, end: this.text.length });
    } else this.#refuse(node, `\`${nameOf(node.expression)}\` ${fitted.refusal}.`, fitted.advice);
  }

  #choose(node: Choice, around: Surroundings): void {
    const result = this.#noted(evaluate(node.condition, around));
    if (result.kind === 'value' && isFalseInDisguise(result.value)) {
      const name = nameOf(node.condition);
      const advice = `Write false without quotes where it is set (${notAText}), or ask what is meant: (eq ${name} 'yes'), (exists ${name}).`;
      this.#refuse(
        node,
        `\`${name}\` is a text such as "no" or "false", and every text counts as true.`,
        advice,
      );
    }
    if (result.kind !== 'value' || isTrue(result.value)) this.nodes(node.whenTrue, around);
    if (result.kind !== 'value' || !isTrue(result.value)) this.nodes(node.whenFalse, around);
  }

  #loop(node: Loop, around: Surroundings): void {
    const result = this.#noted(evaluate(node.list, around));
    const steps = stepsOf(result);
    if (!steps) {
      const advice =
        'Write a list such as [a, b], also for a single item; use {{#if}} for a value that may be absent.';
      this.#refuse(node, `\`${nameOf(node.list)}\` is no list, and #each needs one.`, advice);
      return;
    }
    for (const step of steps) this.nodes(node.body, { ...around, loops: [step, ...around.loops] });
    if (steps.length === 0 || result.kind !== 'value') this.nodes(node.whenEmpty, around);
  }

  #noted(result: Evaluation): Evaluation {
    if (result.kind === 'missing') {
      const { code, message, advice, span } = result;
      this.faults.push({ code, message, advice, span });
    }
    return result;
  }

  #refuse({ span }: { readonly span: Fault['span'] }, message: string, advice: string): void {
    this.faults.push({ code: 'template-value', message, advice, span });
  }
}

/** The rounds of a loop over a list or a map; one round with an unknown item when only the run will know. */
function stepsOf(list: Evaluation): readonly LoopStep[] | undefined {
  if (list.kind !== 'value') return [{ item: { kind: 'later' }, key: 0, index: 0, isLast: true }];
  if (typeof list.value !== 'object' || list.value === null) return undefined;
  const isList = Array.isArray(list.value);
  const entries = Object.entries(list.value);
  return entries.map(([key, value], index) => ({
    item: { kind: 'value', value },
    key: isList ? index : key,
    index,
    isLast: index === entries.length - 1,
  }));
}
