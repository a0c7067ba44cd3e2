import type { Value } from '../../host/host.ts';

/**
 * A value of an INI inventory, which Ansible reads as a literal of Python and else as text: `5` is a number, `True` a
 * boolean, `yes` and `0644` are texts. A number that would be written otherwise (`1.10`) stays the text that it is.
 */
export function iniValue(text: string): Value {
  if (text === 'True') return true;
  if (text === 'False') return false;
  if (text === 'None') return null;
  if (/^-?\d+(?:\.\d+)?$/.test(text) && String(Number(text)) === text) return Number(text);
  const [, quote, inside] = /^(['"])(.*)\1$/s.exec(text) ?? [];
  if (quote !== undefined && inside !== undefined && !inside.includes(quote)) return inside;
  return /^\[.*\]$|^\{.*\}$/s.test(text) && !/^\{\{|^\{%/.test(text) ? collection(text) : text;
}

/** `['a', 'b']`: JSON but for its quotes. What is not stays text. */
function collection(text: string): Value {
  for (const candidate of [text, text.includes('"') ? text : text.replaceAll("'", '"')]) {
    try {
      return JSON.parse(candidate) as Value; // JSON says no more than a Value.
    } catch {
      // The next way of reading it.
    }
  }
  return text;
}
