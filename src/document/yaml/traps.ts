import { countText } from '../../result/count-text.ts';
import type { Problem } from '../problem.ts';

/** What is said about a trap; where it stands is known elsewhere. Values and names of anchors may be secrets. */
export type TrapText = Omit<Problem, 'place'>;

export const unknownAlias: TrapText = {
  code: 'yaml-unknown-alias',
  message: 'No anchor of this name stands before the alias.',
  advice: 'Set one above with &; quote the value if a text with a leading * is meant.',
};

export const cyclicAnchor: TrapText = {
  code: 'yaml-cyclic-anchor',
  message: 'This alias stands inside the value that it repeats, so the value would never end.',
  advice: 'Write out what is meant here.',
};

/** `- a` and below it `   - b`: one item with the text `a - b`. */
export const swallowedItem: TrapText = {
  code: 'yaml-syntax',
  message: 'This dash is indented deeper than the text above, so YAML takes it as part of that text.',
  advice: 'Indent the dashes of one list equally; quote the text if a dash is meant in it.',
};

export const notEncrypted: TrapText = {
  code: 'age-not-encrypted',
  message: 'What stands after !age is no text that age has encrypted.',
  advice: 'Write what this prints: aeon-run secrets encrypt.',
};

export function aliasBomb(maxAliasedNodes: number): TrapText {
  return {
    code: 'yaml-alias-bomb',
    message: `Aliases repeat more than ${countText(maxAliasedNodes)} values up to here.`,
    advice: 'Use groups or vars for what is shared, not aliases of aliases.',
  };
}

export function tooDeep(maxDepth: number): TrapText {
  return {
    code: 'yaml-too-deep',
    message: `Maps and lists are nested deeper than ${maxDepth} levels here.`,
    advice: 'Look for a bracket that is not closed, or make the file flatter.',
  };
}

export const unquotedTemplate: TrapText = {
  code: 'yaml-unquoted-template',
  message: 'A value that starts with {{ needs quotes: YAML reads it as a map.',
  advice: 'Quote the whole value: "{{ … }}".',
};

/** A key such as `1:` or `true:`; `source` is how it is written. */
export function keyIsNoText(source: string, value: unknown): TrapText {
  const code = 'yaml-key-not-text';
  if (source === '') return { code, message: 'The key is empty.', advice: 'Write a key before the colon.' };
  const type = value === null ? 'null' : `a ${typeof value}`;
  return {
    code,
    message: `The key ${source} is read as ${type}, not as text.`,
    advice: `Quote it: "${source}".`,
  };
}

export const keyIsCollection: TrapText = {
  code: 'yaml-key-not-text',
  message: 'The key is a map, a list or nothing, not text.',
  advice: 'Quote the whole value if text with brackets is meant.',
};

export function duplicateKey(isColliding: boolean): TrapText {
  return {
    code: 'yaml-duplicate-key',
    message: isColliding
      ? 'This key stands twice in the same map, once with quotes and once without.'
      : 'This key stands twice in the same map.',
    advice: 'Remove one of them: only one value can count.',
  };
}
