import type { Fault } from './fault.ts';
import type { Fitting } from './template.ts';
import { scalarText } from './text-fit.ts';
import type { TemplateNode } from './tree.ts';
import type { Fitted } from './walk.ts';

/** Quotes each value as one word. Text with quotes or other contexts is refused as soon as it holds a value. */
export function shellFitting(nodes: readonly TemplateNode[]): Fitting {
  const isPlain = nodes.every((node) => node.kind !== 'literal' || !/['"\\$`#<]/.test(node.text));
  const faults = isPlain
    ? []
    : nodes.flatMap((node) => (node.kind === 'literal' ? [] : [refused(node.span)]));
  return { fit: (_, value) => quoted(value), faults, inspect: () => [] };
}

function refused(span: Fault['span']): Fault {
  return { code: 'shell-context', message: 'The shell context of this value cannot be told.', span };
}

function quoted(value: unknown): Fitted {
  const fitted = scalarText(value);
  return 'text' in fitted ? { text: `'${fitted.text.replaceAll("'", "'\\''")}'` } : fitted;
}
