import { isMap } from '../../../document/is-map.ts';
import type { Path, YamlDocument } from '../../../document/yaml/yaml.ts';
import { asData } from '../../../secret/secret-value.ts';
import type { Value } from '../../host/host.ts';
import type { PathMaker } from '../../settings.ts';
import type { SourceInventory } from '../source.ts';
import { AnsibleCollector } from './collector.ts';
import type { WrittenVariable } from './variables.ts';

type Written = Readonly<Record<string, unknown>>;

/** Is this what a dynamic inventory of Ansible prints for `--list`? */
export function isAnsibleDynamic(value: unknown): boolean {
  return isMap(value) && isMap(value._meta);
}

/**
 * `{"web": {"hosts": […], "children": […], "vars": {…}}, "db": ["h1"], "_meta": {"hostvars": {…}}}`. Without `_meta`
 * Ansible would start the program again for each host; that is told.
 */
export function readAnsibleDynamic(document: YamlDocument, absolute: PathMaker): SourceInventory {
  const reader = new DynamicReader(document, new AnsibleCollector(absolute));
  reader.read();
  return reader.collector.finish();
}

class DynamicReader {
  readonly collector: AnsibleCollector;
  readonly #document: YamlDocument;
  readonly #described = new Set<string>();

  constructor(document: YamlDocument, collector: AnsibleCollector) {
    this.#document = document;
    this.collector = collector;
  }

  read(): void {
    const { value } = this.#document;
    if (!isMap(value)) {
      this.#wrong([], 'A map of groups is wanted.');
      return;
    }
    const { _meta: meta, ...groups }: Written = value;
    const hostVars = isMap(meta) && isMap(meta.hostvars) ? meta.hostvars : undefined;
    if (hostVars === undefined) this.#noMeta();
    for (const [name, group] of Object.entries(groups)) this.#group(name, group, hostVars ?? {});
    // Hosts of no group are only described there.
    for (const host of Object.keys(hostVars ?? {}))
      this.#host(host, undefined, hostVars ?? {}, ['_meta', 'hostvars', host]);
  }

  #group(name: string, written: unknown, hostVars: Written): void {
    const path = [name];
    const place = () => this.#document.place(path, 'key');
    this.collector.group(name, place);
    const {
      hosts = [],
      children = [],
      vars = {},
    } = Array.isArray(written) ? { hosts: written } : Object(written);
    const at = Array.isArray(written) ? path : [...path, 'hosts'];
    for (const [index, host] of this.#texts(hosts, at)) this.#host(host, name, hostVars, [...at, index]);
    for (const [index, child] of this.#texts(children, [...path, 'children'])) {
      this.collector.child(name, child, () => this.#document.place([...path, 'children', index]));
    }
    this.collector.variables(name, this.#variables(vars, [...path, 'vars']), place);
  }

  /** What is said about it is read once, where it comes up first. */
  #host(host: string, group: string | undefined, hostVars: Written, path: Path): void {
    const isFirst = !this.#described.has(host);
    if (!isFirst && group === undefined) return;
    this.#described.add(host);
    const own = isFirst ? this.#variables(hostVars[host] ?? {}, ['_meta', 'hostvars', host]) : [];
    this.collector.host(host, own, group, () => this.#document.place(path));
  }

  #texts(list: unknown, path: Path): readonly (readonly [number, string])[] {
    const isList = Array.isArray(list) && list.every((item) => typeof item === 'string');
    if (isList) return [...list.entries()];
    this.#wrong(path, 'A list of names is wanted here.');
    return [];
  }

  #variables(written: unknown, path: Path): WrittenVariable[] {
    if (!isMap(written)) {
      this.#wrong(path, 'Variables are a map.');
      return [];
    }
    return Object.entries(written).map(([name, value]) => ({
      name,
      value: asData(value as Value), // A document holds only what JSON can say.
      place: () => this.#document.place([...path, name], 'key'),
    }));
  }

  #noMeta(): void {
    this.collector.problem({
      code: 'ansible-not-read',
      severity: 'warning',
      message: 'There is no _meta.hostvars, so no host has variables of its own.',
      advice: 'Ansible would ask with --host for each host; that is not done here. Print _meta with --list.',
      place: this.#document.place([]),
    });
  }

  #wrong(path: Path, message: string): void {
    const advice = 'This is read as the JSON of a dynamic inventory of Ansible.';
    this.collector.problem({ code: 'wrong-type', message, advice, place: this.#document.place(path) });
  }
}
