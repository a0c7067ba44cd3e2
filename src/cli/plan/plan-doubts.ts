import { isError, type Problem } from '../../document/problem.ts';
import { allInDoubt, type Doubt, type Doubts, keysIn, noDoubts, wordsIn } from '../../plan/doubt.ts';

/** What was read of a part of the input, and what is wrong with it. */
interface Read {
  readonly problems: readonly Problem[];
  readonly texts: ReadonlyMap<string, string>;
}

interface ReadInputs {
  readonly playbook: Read;
  /** `size`: how many hosts were found. */
  readonly inventory: Read & { readonly size: number };
  readonly extra: Read;
  /** What stands after each `-e`. */
  readonly extraTexts: readonly string[];
}

/** What may be missed by the plan because a part of its input could not be read whole. */
export function doubtsOf({ playbook, inventory, extra, extraTexts }: ReadInputs): Doubts {
  const ofInventory = inventoryDoubts(inventory);
  const vars = new Set<Doubt>([ofInventory.vars]);
  if (playbook.problems.some(isError)) vars.add(keysIn([...playbook.texts.values()]));
  if (extra.problems.some(isUnseen)) vars.add(allInDoubt.vars);
  else if (extra.problems.some(isError)) vars.add(wordsIn([...extraTexts, ...extra.texts.values()]));
  vars.delete(noDoubts.vars);
  if (vars.size === 0) return ofInventory;
  return { hosts: ofInventory.hosts, vars: (name) => [...vars].some((doubt) => doubt(name)) };
}

function inventoryDoubts({ problems, texts, size }: ReadInputs['inventory']): Doubts {
  const errors = problems.filter(isError);
  if (errors.length === 0) return size === 0 ? allInDoubt : noDoubts;
  const unseen = errors.filter(isUnseen);
  const words = wordsIn([...texts.values()]);
  // A vars file that cannot be decrypted hides no host.
  const areHostsUnseen = size === 0 || unseen.some(({ code }) => code !== 'secret-unavailable');
  return {
    hosts: areHostsUnseen ? allInDoubt.hosts : words,
    vars: areHostsUnseen || unseen.length > 0 ? allInDoubt.vars : words,
  };
}

/** There is no text in which names could be looked for. */
function isUnseen(problem: Problem): boolean {
  return isError(problem) && unseenCodes.has(problem.code);
}

const unseenCodes: ReadonlySet<Problem['code']> = new Set([
  'no-inventory',
  'file-unreadable',
  'file-not-utf8',
  'inventory-command-failed',
  'secret-unavailable',
]);
