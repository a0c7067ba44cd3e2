import { type ASTNode, ParseError, parse } from '@marcbachmann/cel-js';
import { type Range, usesOf } from './references.ts';

/** A var that may be absent, as `has(vars.NAME)` asks whether it is there. */
export interface AskedVar {
  readonly name: string;
  /** Where the name stands in the text. */
  readonly span: Range;
}

/** In the order of the text. None where it cannot be read: whoever compiles it tells that. */
export function askedVars(text: string): AskedVar[] {
  const tree = treeOf(text);
  if (tree === undefined) return [];
  return usesOf(tree).flatMap(({ path: [holder, name, ...deeper], spans: [, span], isAsked }) => {
    const isVar = isAsked && holder === 'vars' && deeper.length === 0;
    return isVar && name !== undefined && span !== undefined ? [{ name, span }] : [];
  });
}

function treeOf(text: string): ASTNode | undefined {
  try {
    return parse(text).ast;
  } catch (error) {
    // The second: so many terms that the stack is full.
    if (error instanceof ParseError || error instanceof RangeError) return undefined;
    throw error;
  }
}
