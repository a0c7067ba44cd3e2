import type { Place, Problem } from '../../../document/problem.ts';
import { countText } from '../../../result/count-text.ts';
import type { Layer } from '../../merge/layer.ts';
import type { PathMaker } from '../../settings.ts';
import { NotReadTally } from './not-read-tally.ts';
import { readVariables, type WrittenVariable } from './variables.ts';

/** Makes layers of variables, of an inventory or of the vars files beside it, and gathers what is to be said of them. */
export class AnsibleLayers {
  readonly #absolute: PathMaker;
  readonly #problems: Problem[] = [];
  readonly #notRead = new NotReadTally();
  readonly #leftOut = new Set<string>();

  constructor(absolute: PathMaker) {
    this.#absolute = absolute;
  }

  /**
   * `plainSecret` is where a password first stands in plain text. `others`: the names of a range beside the first one, for
   * which nothing is told again.
   */
  make(
    layer: 'host' | 'group',
    name: string,
    variables: readonly WrittenVariable[],
    others: readonly string[] = [],
  ): { readonly layer: Layer; readonly plainSecret?: Place } {
    const read = readVariables(variables, this.#absolute);
    this.#problems.push(...read.problems);
    for (const each of read.notRead) this.#notRead.note(each);
    if (read.otherConnection !== undefined)
      this.#noteConnection(layer, [name, ...others], read.otherConnection, variables);
    return {
      layer: {
        layer,
        name,
        settings: read.settings,
        vars: read.vars,
        place: (kind, key) => read.places.get(kind === 'vars' ? key : `settings.${key}`)?.(),
      },
      ...(read.plainSecret && { plainSecret: read.plainSecret }),
    };
  }

  /** Hosts that Ansible does not reach over SSH: they are no hosts for us. */
  get leftOut(): ReadonlySet<string> {
    return this.#leftOut;
  }

  problems(): Problem[] {
    return [...this.#problems, ...this.#notRead.problems()];
  }

  #noteConnection(
    layer: string,
    names: readonly string[],
    connection: string,
    variables: readonly WrittenVariable[],
  ): void {
    const variable = variables.find((each) => each.name === 'ansible_connection');
    if (layer === 'host') for (const name of names) this.#leftOut.add(name);
    const [first, ...more] = names;
    const hosts = more.length === 0 ? `${first} is` : `${first} and ${countText(more.length)} more are`;
    const rest = layer === 'host' ? `so ${hosts} left out` : 'and that is not read';
    this.#problems.push({
      code: 'ansible-not-read',
      severity: 'warning',
      message: `ansible_connection is ${/^[\w.]{1,40}$/.test(connection) ? connection : 'another one'}; here every host is reached over SSH, ${rest}.`,
      advice: layer === 'host' ? 'For what runs on this machine there is local.' : 'Remove it.',
      ...(variable && { place: variable.place() }),
    });
  }
}
