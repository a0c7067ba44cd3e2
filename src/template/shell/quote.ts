import { scalarText } from '../text-fit.ts';
import type { Fitted } from '../walk.ts';
import type { Slot } from './slot.ts';
import type { Need } from './state.ts';

/** Writes a value so that the shell reads exactly this value where it stands. */
export function quote(slot: Slot, value: unknown, need?: Need): Fitted {
  if (need) return quoteReadAgain(slot, value, need);
  if (slot.kind === 'word') return Array.isArray(value) ? wordsOf(slot, value) : fitted(value, word);
  if (slot.kind === 'number') return numberOf(value);
  if (Array.isArray(value))
    return { refusal: 'is a list inside quotes or a here-document', advice: "Write {{join list ' '}}." };
  if (slot.kind === 'single') return fitted(value, (text) => text.replaceAll("'", "'\\''"));
  if (slot.kind === 'double') return fitted(value, (text) => text.replace(/[\\"$`]/g, '\\$&'));
  return fitted(value, slot.document.isQuoted ? (text) => text : (text) => text.replace(/[\\$`]/g, '\\$&'));
}

/** Where bash reads the value once more, behind its quotes. */
function quoteReadAgain(slot: Slot, value: unknown, need: Need): Fitted {
  const items = Array.isArray(value) ? value : [value];
  if (need === 'name') return items.find(runsInBrackets) === undefined ? quote(slot, value) : namelessValue;
  const numbers: string[] = [];
  for (const item of items) {
    const one = numberOf(item);
    if (!('text' in one))
      return { ...one, refusal: 'is no whole number, and bash computes what stands here' };
    numbers.push(one.text);
  }
  return quote(slot, Array.isArray(value) ? numbers : numbers[0]);
}

const namelessValue = {
  refusal: 'holds a $, a ` or a [, and bash would run what is in the brackets of a name',
  advice: 'Use a plain name.',
};

function runsInBrackets(item: unknown): boolean {
  return typeof item === 'string' && /[$`[]/.test(item) && !/^\w+\[(?:\d+|@|\*)\]$/.test(item);
}

function word(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function fitted(value: unknown, write: (text: string) => string): Fitted {
  const scalar = scalarText(value);
  return 'text' in scalar ? { text: write(scalar.text) } : scalar;
}

function wordsOf(slot: Extract<Slot, { kind: 'word' }>, items: readonly unknown[]): Fitted {
  if (slot.refusesList !== undefined) {
    return {
      refusal: slot.refusesList,
      advice: "Write {{join list ','}} for one word, or {{#each list}} for several.",
    };
  }
  const texts: string[] = [];
  for (const item of items) {
    if (item === null || typeof item === 'object') {
      return {
        refusal: 'is a list that holds more than texts and numbers',
        advice: 'Write {{#each list}} and name the fields.',
      };
    }
    const one = fitted(item, word);
    if (!('text' in one)) return one;
    texts.push(one.text);
  }
  return { text: texts.join(' ') };
}

/** In parentheses when negative: `5--3` is read as a decrement by some shells. A leading zero would make it octal. */
function numberOf(value: unknown): Fitted {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  if (/^(0|[1-9]\d{0,17})$/.test(text)) return { text };
  if (/^-[1-9]\d{0,17}$/.test(text)) return { text: `(${text})` };
  return {
    refusal: 'is no whole number, and $((…)) computes only with those',
    advice: 'Set it to a number without leading zeros.',
  };
}
