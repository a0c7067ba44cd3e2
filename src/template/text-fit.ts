import type { Insertion } from './tree.ts';
import type { Fitted } from './walk.ts';

/** Puts a value into text as it is: numbers and booleans in their JSON form. */
export function fitText(_insertion: Insertion, value: unknown): Fitted {
  return scalarText(value);
}

/** The text of a value that stands for one piece of text. */
export function scalarText(value: unknown): Fitted {
  if (typeof value === 'string') return textOf(value);
  if (typeof value === 'number' || typeof value === 'boolean') return { text: JSON.stringify(value) };
  if (Array.isArray(value)) {
    return {
      refusal: 'is a list, and text is needed here',
      advice: "Write {{join list ','}} or {{#each list}}.",
    };
  }
  return {
    refusal: 'is a map, and text is needed here',
    advice: 'Name one of its fields, or write {{json map}}.',
  };
}

function textOf(text: string): Fitted {
  if (text.includes('\0')) {
    return { refusal: 'holds a NUL character', advice: 'No command and no path can hold one: remove it.' };
  }
  if (!text.isWellFormed()) {
    return { refusal: 'holds half of a surrogate pair', advice: 'It is no Unicode text: write it anew.' };
  }
  return { text };
}
