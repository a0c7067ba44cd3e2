/** A template as we evaluate it: the part of Handlebars that is allowed, with every name already bound. */

export interface Span {
  /** UTF-16 units from the start of the text. */
  readonly offset: number;
  readonly length: number;
}

export type TemplateNode = Literal | Insertion | Choice | Loop;

export interface Literal {
  readonly kind: 'literal';
  readonly text: string;
  /** Where it begins in the template. */
  readonly offset: number;
}

export interface Insertion {
  readonly kind: 'insertion';
  readonly expression: Expression;
  /** `{{{x}}}`: put as it is, also in shell text. */
  readonly isRaw: boolean;
  readonly span: Span;
}

/** `#if` and `#unless`. */
export interface Choice {
  readonly kind: 'choice';
  readonly condition: Expression;
  readonly whenTrue: readonly TemplateNode[];
  readonly whenFalse: readonly TemplateNode[];
  readonly span: Span;
}

/** `#each`. */
export interface Loop {
  readonly kind: 'loop';
  readonly list: Expression;
  readonly body: readonly TemplateNode[];
  readonly whenEmpty: readonly TemplateNode[];
  readonly span: Span;
}

export type Expression = Path | Constant | Call;

export interface Path {
  readonly kind: 'path';
  readonly root: Root;
  readonly parts: readonly string[];
  /** As the author wrote it, for messages. */
  readonly text: string;
  readonly span: Span;
}

/** Where a path starts: the scope, or one of the `#each` around it, counted from the innermost. */
export type Root =
  | { readonly kind: 'scope'; readonly isInsideLoop: boolean }
  | { readonly kind: 'item' | LoopFact; readonly level: number };

/** `@index`, `@key`, `@first`, `@last`. */
export type LoopFact = (typeof loopFacts)[number];
export const loopFacts = ['index', 'key', 'first', 'last'] as const;

export interface Constant {
  readonly kind: 'constant';
  readonly value: string | number | boolean;
  readonly span: Span;
}

export interface Call {
  readonly kind: 'call';
  readonly helper: string;
  readonly args: readonly Expression[];
  readonly span: Span;
}
