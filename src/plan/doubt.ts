/**
 * Where a file could not be read whole, a name that stands in it may be one of those that are missed: nobody is told
 * that it does not exist. True for such a name.
 */
export type Doubt = (name: string) => boolean;

export interface Doubts {
  /** About names of hosts and groups. */
  readonly hosts: Doubt;
  readonly vars: Doubt;
}

export const noDoubts: Doubts = { hosts: () => false, vars: () => false };

/** Nothing is known of any host. */
export const allInDoubt: Doubts = { hosts: () => true, vars: () => true };

/** About every word of these texts, and about what a range such as `web[1-20]` in them stands for. */
export function wordsIn(texts: readonly string[]): Doubt {
  const words = new Set(texts.flatMap((text) => text.match(/[\w.-]+/g) ?? []));
  return (name) => words.has(name) || (/\d$/.test(name) && words.has(name.replace(/\d+$/, '')));
}

/** About every key of these texts. */
export function keysIn(texts: readonly string[]): Doubt {
  const keys = new Set(
    texts.flatMap((text) => [...text.matchAll(/([\w-]+)["']?\s*:/g)].map(([, key]) => key)),
  );
  return (name) => keys.has(name);
}
