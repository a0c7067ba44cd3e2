import type { Fault } from './fault.ts';
import { type Tag, tagsOf } from './tags.ts';

const deepest = 50;

/** Handlebars needs quadratic time for nested blocks and ends in a stack overflow, so deep ones never reach it. */
export function nestingFault(text: string): Fault | undefined {
  let depth = 0;
  let chained: number[] = [];
  for (const tag of tagsOf(text)) {
    if (/^\{\{~?\s*[#^]/.test(tag.text)) {
      depth += 1;
      chained.push(0);
    } else if (/^\{\{~?\s*\//.test(tag.text)) {
      depth -= 1 + (chained.pop() ?? 0);
    } else if (/^\{\{~?\s*else\s/.test(tag.text)) {
      depth += 1;
      chained = [...chained.slice(0, -1), (chained.at(-1) ?? 0) + 1];
    }
    if (depth > deepest) return tooDeep(tag, 'Blocks are nested');
    if (tag.text.split('(').length > deepest) return tooDeep(tag, 'Helpers are nested');
  }
  return undefined;
}

function tooDeep({ offset }: Tag, what: string): Fault {
  return {
    code: 'template-not-allowed',
    message: `${what} more than ${deepest} deep.`,
    advice: 'Split the text, or compute the value before.',
    span: { offset, length: 2 },
  };
}
