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

/** Warns of names typed after `-e` that stand in no file: most likely misspelt ones. */
export function unusedExtraVars({ typed }: ExtraVars, { playbook, inventory, texts }: Read): Problem[] {
  const missing = typed.length === 0 ? [] : notIn(texts, typed);
  if (missing.length === 0) return [];
  // Those of encrypted files and of programs stand in no text.
  const ofHosts = new Set([...inventory.hosts.values()].map(({ vars }) => vars));
  const vars = [playbook.vars.values, ...ofHosts];
  const known = new Set(vars.flatMap((some) => Object.keys(some)));
  return notIn(
    vars.map((some) => JSON.stringify(some)),
    missing,
  ).map((name) => ({
    code: 'variable-unused',
    severity: 'warning',
    message: `-e ${name}: nothing in the playbook or the inventory uses a variable of this name.`,
    advice: didYouMean(name, known) ?? 'Check how it is spelt, or leave it out.',
  }));
}

function notIn(texts: Iterable<string>, names: readonly string[]): readonly string[] {
  const words = new Set([...texts].flatMap((text) => text.match(/\w[\w-]*/g) ?? []).flatMap(withParts));
  return names.filter((name) => !words.has(name));
}

/** `a-b` may be one name, or a subtraction of two. */
function withParts(word: string): readonly string[] {
  return word.includes('-') ? [word, ...word.split('-')] : [word];
}
