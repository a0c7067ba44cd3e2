import type { Place, Problem } from '../../../document/problem.ts';
import { wrongGroupName, wrongHostName } from '../../host/host-name.ts';
import type { Layer } from '../../merge/layer.ts';
import type { PathMaker } from '../../settings.ts';
import type { SourceChild, SourceHost, SourceInventory } from '../source.ts';
import { AnsibleLayers } from './layers.ts';
import { expandAnsibleRange } from './range.ts';
import type { WrittenVariable } from './variables.ts';

interface GroupDraft {
  readonly hosts: Set<string>;
  readonly children: SourceChild[];
  readonly variables: WrittenVariable[];
  readonly place: () => Place;
}

/** Gathers what the three forms of Ansible say about hosts and groups, in their order. */
export class AnsibleCollector {
  readonly #layers: AnsibleLayers;
  readonly #hosts: SourceHost[] = [];
  readonly #groups = new Map<string, GroupDraft>();
  readonly #problems: Problem[] = [];
  #plainSecret: Place | undefined;

  constructor(absolute: PathMaker) {
    this.#layers = new AnsibleLayers(absolute);
  }

  problem(problem: Problem): void {
    this.#problems.push(problem);
  }

  /** `pattern` may be a range. Without a group the host is only in `all`. */
  host(
    pattern: string,
    variables: readonly WrittenVariable[],
    group: string | undefined,
    place: () => Place,
  ): void {
    const expansion = expandAnsibleRange(pattern);
    if ('wrong' in expansion) {
      const message = `This range cannot be used: ${expansion.wrong}.`;
      this.problem({ code: 'host-range', message, place: place() });
      return;
    }
    const wrong = expansion.names.map(wrongHostName).find((reason) => reason !== undefined);
    if (wrong !== undefined) {
      const message = `This cannot be the name of a host: ${wrong}.`;
      const advice = 'Give the host another name, and write its address as ansible_host.';
      this.problem({ code: 'host-name', message, advice, place: place() });
      return;
    }
    const [first = pattern, ...others] = expansion.names;
    const layer = variables.length > 0 ? this.#layer('host', first, variables, others) : undefined;
    for (const name of expansion.names) this.#oneHost(name, layer && { ...layer, name }, group, place);
  }

  group(name: string, place: () => Place): void {
    this.#groupOf(name, place);
  }

  child(group: string, name: string, place: () => Place): void {
    // All groups are below `all` as it is.
    if (group !== 'all') this.#groupOf(group, place)?.children.push({ name, place });
  }

  variables(group: string, variables: readonly WrittenVariable[], place: () => Place): void {
    this.#groupOf(group, place)?.variables.push(...variables);
  }

  finish(): SourceInventory {
    const { leftOut } = this.#layers;
    const groups = [...this.#groups]
      .filter(([name, { hosts }]) => name !== 'ungrouped' || hosts.size > 0)
      .map(([name, { hosts, children, variables, place }]) => ({
        name,
        hosts: [...hosts].filter((host) => !leftOut.has(host)),
        children,
        place,
        ...(variables.length > 0 && { layer: this.#layer('group', name, variables) }),
      }));
    return {
      hosts: this.#hosts.filter(({ name }) => !leftOut.has(name)),
      groups,
      problems: [...this.#problems, ...this.#layers.problems()],
      isOfAnsible: true,
      ...(this.#plainSecret && { plainSecret: this.#plainSecret }),
    };
  }

  #oneHost(name: string, layer: Layer | undefined, group: string | undefined, place: () => Place): void {
    if (group !== undefined && group !== 'all') this.#groupOf(group, place)?.hosts.add(name);
    this.#hosts.push({ name, place, ...(layer && { layer }) });
  }

  #groupOf(name: string, place: () => Place): GroupDraft | undefined {
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    const wrong = wrongGroupName(name);
    if (wrong !== undefined) {
      const message = `This cannot be the name of a group: ${wrong}.`;
      this.problem({ code: 'host-name', message, advice: 'Give the group another name.', place: place() });
      return undefined;
    }
    const draft = { hosts: new Set<string>(), children: [], variables: [], place };
    this.#groups.set(name, draft);
    return draft;
  }

  #layer(
    layer: 'host' | 'group',
    name: string,
    variables: readonly WrittenVariable[],
    others?: readonly string[],
  ): Layer {
    const made = this.#layers.make(layer, name, variables, others);
    this.#plainSecret ??= made.plainSecret;
    return made.layer;
  }
}
