import type { Place, Problem } from '../document/problem.ts';
import type { TemplateContext } from '../document/schema/blocks.ts';
import { blankFaults } from './blank-faults.ts';
import type { Fault } from './fault.ts';
import { parseTemplate } from './parse.ts';
import { insertionsOf, usesLoop, usesOf } from './references.ts';
import { RuntimeValueFailure } from './runtime-failure.ts';
import type { Scope } from './scope.ts';
import { shellFitting } from './shell/fitting.ts';
import { fitText } from './text-fit.ts';
import type { Insertion, Span, TemplateNode } from './tree.ts';
import { type Fit, type Walked, walk } from './walk.ts';

/** A text with `{{…}}` in it, compiled once and rendered for many hosts. */
export interface Template {
  readonly text: string;
  /** Nothing in it is to be filled in: it renders the same for every scope. */
  readonly isConstant: boolean;
  /** The names of the scope that it uses, in the order of the text. */
  readonly references: readonly Reference[];
  /** Each `{{{x}}}`, which is put as it is; for the plan. */
  readonly rawPlaces: readonly Place[];
  /**
   * What is wrong for this scope, without running. `runtimeNames` are the first segments of paths that only the run
   * will know (`results`, `facts`): what depends on them is looked at in every branch. Warnings are among them.
   */
  check(scope: Scope, runtimeNames: ReadonlySet<string>): Problem[];
  /** Throws a RuntimeValueFailure when a value is absent, empty or cannot be put where it stands. */
  render(scope: Scope): string;
  /** Each place where a value is put in, in the order of the text. */
  readonly insertions: readonly InsertionPlace[];
  /** What is put in for this scope, as far as it is known. */
  inserted(scope: Scope): readonly InsertedText[];
}

/** Names of the scope from which a value is made, with the fields behind them. */
type Sources = readonly (readonly string[])[];

export interface InsertionPlace {
  readonly from: Sources;
  /** What stands before it. */
  readonly before: string;
  readonly place: Place;
}

export interface InsertedText {
  readonly from: Sources;
  readonly text: string;
}

export interface Reference {
  readonly path: readonly string[];
  readonly place: Place;
  /** It may be absent: it stands in `default` or `exists`. */
  readonly isOptional: boolean;
  /** A text or a list has to stand there, and no map. */
  readonly isPutIn: boolean;
}

/** The place of a part of the text, counted in UTF-16 units from its start. */
export type PlaceOf = (offset: number, length?: number) => Place;

/**
 * Reads a text, and tells everything that is wrong with it for any scope. Where something is, the template has filler in
 * its place: it must not be rendered for a host, and what is left of it can be checked.
 */
export function readTemplate(
  text: string,
  context: TemplateContext,
  at: PlaceOf,
): { template: Template; problems: Problem[] } {
  const problems: Problem[] = [];
  let readable = text;
  for (let round = 0; round < mostRounds; round++) {
    const { nodes, faults } = parseTemplate(readable);
    const fitting = context === 'shell' && faults.length === 0 ? shellFitting(nodes) : textFitting;
    const errors = [...faults, ...fitting.faults].filter(({ severity }) => severity !== 'warning');
    if (errors.length === 0) return { template: new CompiledTemplate(text, nodes, fitting, at), problems };
    problems.push(...errors.map((fault) => problemOf(fault, at)));
    readable = blankFaults(readable, errors);
  }
  const nothing = parseTemplate('x'.repeat(text.length));
  return { template: new CompiledTemplate(text, nothing.nodes, textFitting, at), problems };
}

/** A text that is still wrong then is another language. */
const mostRounds = 10;

/** How values are put into a text, and what is wrong with the places where they stand. */
export interface Fitting {
  readonly fit: Fit;
  /** Errors only become known with the text; warnings are told by `check`. */
  readonly faults: readonly Fault[];
  /** Looks at a whole text: what values say together with what is around them. */
  readonly inspect: (walked: Walked) => readonly Fault[];
}

const textFitting: Fitting = { fit: fitText, faults: [], inspect: () => [] };

class CompiledTemplate implements Template {
  readonly text: string;
  readonly isConstant: boolean;
  readonly references: readonly Reference[];
  readonly insertions: readonly InsertionPlace[];
  readonly rawPlaces: readonly Place[];
  readonly #nodes: readonly TemplateNode[];
  readonly #fitting: Fitting;
  readonly #at: PlaceOf;

  constructor(text: string, nodes: readonly TemplateNode[], fitting: Fitting, at: PlaceOf) {
    this.text = text;
    this.isConstant = nodes.every(({ kind }) => kind === 'literal');
    this.references = [...usesOf(nodes)].map(({ path, ...use }) => ({
      path: path.parts,
      place: placeOf(path.span, at),
      ...use,
    }));
    this.insertions = [...insertionsOf(nodes)].map((insertion) => ({
      from: this.#sourcesOf(insertion),
      before: text.slice(0, insertion.span.offset).replace(/\{*$/, ''),
      place: placeOf(insertion.span, at),
    }));
    this.rawPlaces = rawSpans(nodes).map((span) => placeOf(span, at));
    this.#nodes = nodes;
    this.#fitting = fitting;
    this.#at = at;
  }

  check(scope: Scope, runtimeNames: ReadonlySet<string>): Problem[] {
    const faults = [...this.#fitting.faults, ...this.#walk(scope, runtimeNames).faults];
    return distinct(faults).map((fault) => problemOf(fault, this.#at));
  }

  render(scope: Scope): string {
    const { text, faults } = this.#walk(scope, nothing);
    const [first] = faults;
    if (first) throw new RuntimeValueFailure(`${first.message} ${first.advice ?? ''}`.trim());
    return text;
  }

  inserted(scope: Scope): readonly InsertedText[] {
    const { text, inserted } = this.#walk(scope, nothing);
    return inserted.map(({ insertion, start, end }) => ({
      from: this.#sourcesOf(insertion),
      text: text.slice(start, end),
    }));
  }

  /** In a loop it may be anything that the template uses. */
  #sourcesOf(insertion: Insertion): Sources {
    const own = [...usesOf([insertion])].map(({ path }) => path.parts);
    return usesLoop(insertion.expression) ? [...own, ...this.references.map(({ path }) => path)] : own;
  }

  #walk(scope: Scope, laterNames: ReadonlySet<string>): Walked {
    const walked = walk(this.#nodes, this.#fitting.fit, scope, laterNames);
    return { ...walked, text: walked.text, faults: [...walked.faults, ...this.#fitting.inspect(walked)] };
  }
}

const nothing: ReadonlySet<string> = new Set();

/** A loop finds the same fault in each round. */
function distinct(faults: readonly Fault[]): Fault[] {
  const byKey = new Map(faults.map((fault) => [`${fault.span.offset} ${fault.message}`, fault]));
  return [...byKey.values()];
}

function rawSpans(nodes: readonly TemplateNode[]): Span[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'insertion') return node.isRaw ? [node.span] : [];
    if (node.kind === 'choice') return rawSpans([...node.whenTrue, ...node.whenFalse]);
    return node.kind === 'loop' ? rawSpans([...node.body, ...node.whenEmpty]) : [];
  });
}

function problemOf({ span, ...fault }: Fault, at: PlaceOf): Problem {
  return { ...fault, place: placeOf(span, at) };
}

function placeOf({ offset, length }: Span, at: PlaceOf): Place {
  return at(offset, length);
}
