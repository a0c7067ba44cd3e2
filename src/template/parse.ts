import Handlebars from 'handlebars';
import type { Fault } from './fault.ts';
import { nestingFault } from './nesting.ts';
import { syntaxFaults } from './syntax-faults.ts';
import type { TemplateNode } from './tree.ts';
import { TreeBuilder } from './tree-builder.ts';

export interface Parsed {
  readonly nodes: readonly TemplateNode[];
  /** When there are any, `nodes` is not whole. */
  readonly faults: readonly Fault[];
}

/** Reads a text as Handlebars and keeps what is allowed. Never throws. */
export function parseTemplate(text: string): Parsed {
  const jinja = jinjaFaults(text);
  if (text.includes('\0')) return { nodes: [], faults: [nulFault(text)] };
  if (!text.includes('{{')) return { nodes: [{ kind: 'literal', text, offset: 0 }], faults: jinja };
  const nesting = nestingFault(text);
  if (nesting) return { nodes: [], faults: [nesting] };
  const program = parsed(text);
  if (!program) return { nodes: [], faults: [...jinja, ...syntaxFaults(text, isReadable)] };
  const builder = new TreeBuilder(text);
  const nodes = builder.build(program);
  return { nodes, faults: [...jinja, ...builder.faults] };
}

function parsed(text: string): hbs.AST.Program | undefined {
  try {
    return Handlebars.parse(text);
  } catch {
    // Its errors have no position: syntaxFaults looks again.
    return undefined;
  }
}

function isReadable(text: string): boolean {
  return parsed(text) !== undefined;
}

function nulFault(text: string): Fault {
  return {
    code: 'template-syntax',
    message: 'The text holds a NUL character.',
    advice: 'Remove it: no command and no path can hold one.',
    span: { offset: text.indexOf('\0'), length: 1 },
  };
}

function jinjaFaults(text: string): Fault[] {
  return [...text.matchAll(/\{%-?\s*(if|elif|else|endif|for|endfor|set|raw)\b/g)].map((found) => ({
    code: 'template-not-allowed',
    message: `${found[0]} is Jinja; templates here are Handlebars.`,
    advice: 'Write {{#if name}}…{{else}}…{{/if}} or {{#each list}}…{{/each}}.',
    span: { offset: found.index, length: found[0].length },
  }));
}
