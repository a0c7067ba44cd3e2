import { didYouMean } from '../../document/nearest.ts';
import type { Problem } from '../../document/problem.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Playbook } from '../../playbook/playbook.ts';
import type { ExtraVars } from './extra-vars.ts';

/** Where a name may be used or set. */
interface Read {
  readonly playbook: Playbook;
  readonly inventory: Inventory;
  /** Of all files. */
  readonly texts: Iterable<string>;
}

/**
 * Warns of names typed after `-e` that stand in no file: most likely misspelt ones. What the environment sets is for
 * many playbooks.
 */
export function unusedExtraVars({ typed, origin }: ExtraVars, read: Read): Problem[] {
  const missing = typed.length === 0 || origin === 'AEON_EXTRA_VARS' ? [] : notIn(read.texts, typed);
  if (missing.length === 0) return [];
  const vars = definedVars(read);
  const known = namesOf(vars);
  return notIn(
    vars.map((some) => JSON.stringify(some)),
    missing,
  ).map((name) => ({
    code: 'variable-unused',
    severity: 'warning',
    message: `${origin} ${name}: nothing in the playbook or the inventory uses a variable of this name.`,
    advice: didYouMean(name, known) ?? 'Check how it is spelt, or leave it out.',
  }));
}

/** Warns of `-e 'release=1.4.0 env=prod'`, which Ansible takes apart, where the second name is one of a var. */
export function severalInOne({ pairs, origin }: ExtraVars, read: Read): Problem[] {
  const second = [...pairs].flatMap(([name, value]) => namesBehind(value).map((other) => ({ name, other })));
  if (second.length === 0) return [];
  const known = namesOf(definedVars(read));
  const texts = [...read.texts];
  const told = second.filter(({ other }) => known.has(other) || texts.some((text) => isUsedIn(text, other)));
  return [...new Map(told.map((each) => [each.name, each])).values()].map(({ name, other }) => ({
    code: 'extra-vars',
    severity: 'warning',
    message: `${origin} ${name}: all that stands behind the first = is its value, and ${other}= in it sets nothing.`,
    advice:
      origin === '-e'
        ? `Give each variable an -e of its own: -e ${name}=VALUE -e ${other}=VALUE.`
        : 'Write each variable on a line of its own.',
  }));
}

function namesBehind(value: string): readonly string[] {
  return [...value.matchAll(/\s([\p{L}_][\p{L}\p{N}_-]*)=/gu)].map(([, name = '']) => name);
}

/** In a template or a condition; as a key or in a sentence, it may be anything. */
function isUsedIn(text: string, name: string): boolean {
  const word = `${name}(?![\\p{L}\\p{N}_-])`;
  return new RegExp(`\\bvars\\.${word}|\\{\\{[^}]*(?<![\\p{L}\\p{N}_.-])${word}`, 'u').test(text);
}

/** Those of encrypted files and of programs stand in no text. */
function definedVars({ playbook, inventory }: Read): readonly object[] {
  const ofHosts = new Set([...inventory.hosts.values()].map(({ vars }) => vars));
  return [playbook.vars.values, ...ofHosts];
}

function namesOf(vars: readonly object[]): ReadonlySet<string> {
  return new Set(vars.flatMap((some) => Object.keys(some)));
}

function notIn(texts: Iterable<string>, names: readonly string[]): readonly string[] {
  const found = [...texts].flatMap((text) => text.match(/[\p{L}\p{N}_][\p{L}\p{N}_-]*/gu) ?? []);
  const words = new Set(found.flatMap(withParts));
  return names.filter((name) => !words.has(name));
}

/** `a-b` may be one name, or a subtraction of two. */
function withParts(word: string): readonly string[] {
  return word.includes('-') ? [word, ...word.split('-')] : [word];
}
