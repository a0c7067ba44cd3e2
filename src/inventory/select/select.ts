import { didYouMean } from '../../document/nearest.ts';
import type { Place, Problem } from '../../document/problem.ts';
import type { Host } from '../host/host.ts';
import type { Inventory } from '../inventory.ts';
import { withoutBrackets } from '../settings.ts';
import { type PatternFault, type PatternTerm, parsePattern } from './pattern.ts';
import { expandRange } from './range.ts';

/** Where a part of the pattern stands; `item` counts the patterns of a list from 0. */
export type PatternPlace = (offset: number, length: number, item: number) => Place;

/**
 * The hosts that a pattern chooses, in the order of the inventory, each once: names, groups, globs and ranges;
 * `a,b` is both, `a:&b` those of a that are in b too, `a:!b` those of a that are not in b, from left to right.
 * The patterns of a list go on from one to the next. A name that matches nothing is an error, wherever it stands,
 * unless it `mayExist` where the inventory could not be read: then nobody can say for certain whom the pattern means.
 */
export function selectHosts(
  inventory: Inventory,
  pattern: string | readonly string[],
  at?: PatternPlace,
  mayExist: (name: string) => boolean = () => false,
): { hosts: Host[]; problems: Problem[]; isCertain: boolean } {
  const patterns = [pattern].flat();
  if (patterns.length === 0) return { hosts: [], problems: [emptyPattern(at?.(0, 1, 0))], isCertain: true };
  const selection = new Selection(inventory, at, mayExist);
  for (const [item, text] of patterns.entries()) selection.apply(text, item);
  return selection.finish();
}

class Selection {
  readonly #inventory: Inventory;
  readonly #at: PatternPlace | undefined;
  readonly #problems: Problem[] = [];
  #chosen = new Set<string>();
  #whole: Place | undefined;
  #isCertain = true;
  readonly #mayExist: (name: string) => boolean;

  constructor(inventory: Inventory, at: PatternPlace | undefined, mayExist: (name: string) => boolean) {
    this.#inventory = inventory;
    this.#mayExist = mayExist;
    this.#at = at;
  }

  apply(pattern: string, item: number): void {
    const whole = this.#at?.(0, Math.max(1, pattern.length), item);
    this.#whole ??= whole;
    if (pattern.trim() === '') {
      this.#problems.push(emptyPattern(whole));
      return;
    }
    const { terms, faults } = parsePattern(pattern, item > 0);
    for (const fault of faults) this.#fault(fault, item);
    for (const term of terms) this.#applyTerm(term, item);
  }

  finish(): { hosts: Host[]; problems: Problem[]; isCertain: boolean } {
    const hosts = this.#inOrder();
    const isCertain = this.#isCertain;
    if (hosts.length === 0 && this.#problems.length === 0 && isCertain) {
      this.#problems.push({
        code: 'pattern-no-hosts',
        message: 'The pattern leaves no host at all.',
        advice: 'Each name in it exists; look at the groups with: aeon-run inventory --graph.',
        ...(this.#whole && { place: this.#whole }),
      });
    }
    return { hosts: this.#problems.length > 0 ? [] : hosts, problems: this.#problems, isCertain };
  }

  #inOrder(): Host[] {
    if (this.#chosen.size === 0) return [];
    return [...this.#inventory.hosts.values()].filter(({ name }) => this.#chosen.has(name));
  }

  #applyTerm(term: PatternTerm, item: number): void {
    const found = this.#match(term, item);
    if (term.operator === 'add') for (const name of found) this.#chosen.add(name);
    if (term.operator === 'keep') this.#chosen = new Set([...this.#chosen].filter((host) => found.has(host)));
    if (term.operator === 'remove') for (const name of found) this.#chosen.delete(name);
  }

  /** An empty set goes with a problem, unless a group is empty. */
  #match(term: PatternTerm, item: number): ReadonlySet<string> {
    const name = withoutBrackets(term.text);
    const expansion = this.#inventory.hosts.has(name) ? { names: [name] } : expandRange(name);
    if ('wrong' in expansion) {
      this.#fault({ ...expansion, offset: term.offset + expansion.offset }, item);
      return new Set();
    }
    const found = new Set<string>();
    const unknown: string[] = [];
    for (const one of expansion.names) {
      const hosts = this.#matchName(one);
      if (hosts === undefined && this.#mayExist(one)) this.#isCertain = false;
      else if (hosts === undefined) unknown.push(one);
      else for (const host of hosts) found.add(host);
    }
    if (unknown.length > 0) this.#problems.push(this.#unknown(term, unknown, item));
    return found;
  }

  #matchName(name: string): Iterable<string> | undefined {
    const { hosts, groups } = this.#inventory;
    if (hosts.has(name)) return [name];
    const group = groups.get(name);
    if (group?.hosts.length === 0 && this.#mayExist(name)) this.#isCertain = false;
    if (group) return group.hosts;
    if (!/[*?]/.test(name)) return undefined;
    const glob = globExpression(name);
    const ofHosts = [...hosts.keys()].filter((host) => glob.test(host));
    const matchingGroups = [...groups.values()].filter((one) => glob.test(one.name));
    if (ofHosts.length === 0 && matchingGroups.length === 0) return undefined;
    return [...ofHosts, ...matchingGroups.flatMap((one) => one.hosts)];
  }

  #unknown({ text, offset }: PatternTerm, unknown: readonly string[], item: number): Problem {
    const place = this.#at?.(offset, text.length, item);
    return { code: 'pattern-unknown', ...this.#unknownWords(text, unknown), ...(place && { place }) };
  }

  #unknownWords(text: string, unknown: readonly string[]): { message: string; advice: string } {
    const [first = text, ...more] = unknown;
    const last = more.at(-1);
    if (first !== text || last !== undefined) {
      const names = last === undefined ? first : `${first} … ${last} (${unknown.length} names)`;
      return {
        message: `${text} names hosts that are not in the inventory: ${names}.`,
        advice: `Make the range fit, or use ${text.replace(/\[[^\]]*\]/, '*')} for all that exist.`,
      };
    }
    if (text.startsWith('~'))
      return {
        message: `${text} cannot be read as a name.`,
        advice: 'Regular expressions cannot be used; * and ? can.',
      };
    if (/[*?]/.test(text)) {
      return {
        message: `${text} matches no host and no group.`,
        advice: 'Look at the names with: aeon-run inventory.',
      };
    }
    const { hosts, groups } = this.#inventory;
    const message = `There is no host and no group ${text}.`;
    if (/^[\d.]+\/\d+$/.test(text)) {
      return { message, advice: 'A network cannot be named; write a group, or a glob such as 10.0.0.*.' };
    }
    if (text === 'localhost')
      return { message, advice: 'What runs on this machine is a stage of its own: local.' };
    const parts = text.split(/[:\s]+/);
    if (parts.length > 1 && parts.every((part) => hosts.has(part) || groups.has(part))) {
      return { message, advice: `Separate names by a comma: ${parts.join(',')}.` };
    }
    const near = didYouMean(text, [...groups.keys(), ...hosts.keys()]);
    return { message, advice: near ?? 'Look at the names with: aeon-run inventory.' };
  }

  #fault({ wrong, advice, offset, length }: PatternFault, item: number): void {
    const place = this.#at?.(offset, length, item);
    this.#problems.push({
      code: 'pattern-syntax',
      message: `This pattern cannot be read: ${wrong}.`,
      advice,
      ...(place && { place }),
    });
  }
}

function emptyPattern(place: Place | undefined): Problem {
  return {
    code: 'pattern-empty',
    message: 'The pattern of hosts is empty, which never means all of them.',
    advice: 'Write the names of hosts or groups, or all.',
    ...(place && { place }),
  };
}

/** `*` is any text, `?` one character. */
function globExpression(glob: string): RegExp {
  const source = glob
    .replace(/\*+/g, '*')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`);
}
