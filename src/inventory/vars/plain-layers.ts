import type { Problem } from '../../document/problem.ts';
import type { Layer } from '../merge/layer.ts';
import { NotReadTally } from '../sources/ansible/not-read-tally.ts';
import { keyInsteadOf, type WrittenVariable } from '../sources/ansible/variables.ts';

/** Makes layers of vars files beside an inventory of our own, in which Ansible's variables are vars as all others. */
export class PlainLayers {
  readonly #notRead = new NotReadTally();
  /** None: these files name no host that they take away. */
  readonly leftOut: ReadonlySet<string> = new Set();

  make(
    layer: 'host' | 'group',
    name: string,
    variables: readonly WrittenVariable[],
  ): { readonly layer: Layer; readonly plainSecret?: undefined } {
    for (const variable of variables) {
      const key = keyInsteadOf(variable.name);
      if (key === undefined) continue;
      const advice = `Write ${key}: for the ${layer} in the inventory; it is no more than a var here.`;
      this.#notRead.note({ name: variable.name, advice, place: variable.place });
    }
    const places = new Map(variables.map((variable) => [variable.name, variable.place]));
    return {
      layer: {
        layer,
        name,
        settings: {},
        vars: Object.fromEntries(variables.map((variable) => [variable.name, variable.value])),
        place: (_kind, key) => places.get(key)?.(),
      },
    };
  }

  problems(): Problem[] {
    return this.#notRead.problems();
  }
}
