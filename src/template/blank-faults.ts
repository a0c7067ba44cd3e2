import type { Fault } from './fault.ts';
import { type Tag, tagsOf } from './tags.ts';

/**
 * The text with filler of the same length in the place of each fault, or of the tag in which it stands. Nothing is left where
 * nobody knows any more which names are those of the items of a loop.
 */
export function blankFaults(text: string, faults: readonly Fault[]): string {
  const tags = tagsOf(text);
  const spans = faults.flatMap(({ span }) => {
    const tag = tags.find(
      ({ offset, text: { length } }) => offset <= span.offset && span.offset < offset + length,
    );
    if (tag === undefined) return [span];
    // Where one part of a block is wrong the others would be told for its sake.
    return isOfBlock(tag) ? tags.filter(isOfBlock).map(spanOf) : [spanOf(tag)];
  });
  if (
    spans.some(({ offset }) => tags.some((tag) => tag.offset === offset && isOfBlock(tag))) &&
    hasLoop(tags)
  ) {
    return 'x'.repeat(text.length);
  }
  return spans.reduce(
    (blanked, { offset, length }) =>
      blanked.slice(0, offset) + 'x'.repeat(length) + blanked.slice(offset + length),
    text,
  );
}

function isOfBlock({ text }: Tag): boolean {
  return /^\{\{~?\s*(?:[#/^]|else\b)/.test(text);
}

function hasLoop(tags: readonly Tag[]): boolean {
  return tags.some(({ text }) => /^\{\{~?\s*#\s*(?:each|with)\b/.test(text));
}

function spanOf({ offset, text }: Tag) {
  return { offset, length: text.length };
}
