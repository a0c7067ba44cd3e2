import type { Problem } from '../../../document/problem.ts';
import type { NotRead } from './variables.ts';

/** Tells each variable that has no counterpart here once, with how often it stands there. */
export class NotReadTally {
  readonly #counts = new Map<string, { readonly first: NotRead; count: number }>();

  note(notRead: NotRead): void {
    const known = this.#counts.get(notRead.name);
    if (known === undefined) this.#counts.set(notRead.name, { first: notRead, count: 1 });
    else known.count += 1;
  }

  problems(): Problem[] {
    return [...this.#counts.values()].map(({ first, count }) => ({
      code: 'ansible-not-read',
      severity: 'warning',
      message: `${first.name} is not read here.${count === 1 ? '' : ` It stands in ${count} places.`}`,
      advice: first.advice,
      place: first.place(),
    }));
  }
}
