import { isMap } from '../../../document/is-map.ts';
import type { Path, YamlDocument } from '../../../document/yaml/yaml.ts';
import type { Value } from '../../host/host.ts';
import type { PathMaker } from '../../settings.ts';
import type { SourceInventory } from '../source.ts';
import { AnsibleCollector } from './collector.ts';
import type { WrittenVariable } from './variables.ts';

type Written = Readonly<Record<string, unknown>>;

const groupKeys: ReadonlySet<string> = new Set(['hosts', 'children', 'vars']);

/** Is this the YAML form of Ansible, in which the outermost keys are groups? */
export function isAnsibleYaml(value: unknown): boolean {
  if (!isMap(value) || ['defaults', 'groups', 'hosts', '_meta'].some((key) => Object.hasOwn(value, key)))
    return false;
  if (isMap(value.all) && Object.keys(value.all).some((key) => groupKeys.has(key))) return true;
  const groups = Object.entries(value);
  const areGroups = groups.every(
    ([, group]) => group === null || (isMap(group) && Object.keys(group).every((key) => groupKeys.has(key))),
  );
  return areGroups && groups.some(([name, group]) => name === 'all' || isMap(group));
}

/** Groups with `hosts`, `vars` and `children`, each of which is a map. */
export function readAnsibleYaml(document: YamlDocument, absolute: PathMaker): SourceInventory {
  const reader = new YamlReader(document, new AnsibleCollector(absolute));
  for (const [name, group] of Object.entries(Object(document.value))) reader.group(name, group, [name]);
  return reader.collector.finish();
}

class YamlReader {
  readonly collector: AnsibleCollector;
  readonly #document: YamlDocument;

  constructor(document: YamlDocument, collector: AnsibleCollector) {
    this.#document = document;
    this.collector = collector;
  }

  group(name: string, written: unknown, path: Path): void {
    const place = () => this.#document.place(path, 'key');
    this.collector.group(name, place);
    if (!isMap(written)) {
      if (written !== null) this.#wrong(path, 'A group is a map with hosts, children and vars.');
      return;
    }
    for (const strange of Object.keys(written).filter((key) => !groupKeys.has(key)))
      this.#wrong([...path, strange], 'A group has the keys hosts, children and vars.');
    for (const [host, vars] of this.#entries(written, path, 'hosts')) {
      const at = [...path, 'hosts', host];
      this.collector.host(host, this.#variables(vars, at), name, () => this.#document.place(at, 'key'));
    }
    for (const [child, group] of this.#entries(written, path, 'children')) {
      const at = [...path, 'children', child];
      this.collector.child(name, child, () => this.#document.place(at, 'key'));
      this.group(child, group, at);
    }
    this.collector.variables(name, this.#variables(written.vars ?? null, [...path, 'vars']), place);
  }

  #entries(written: Written, path: Path, key: string): readonly (readonly [string, unknown])[] {
    const value = written[key] ?? {};
    if (isMap(value)) return Object.entries(value);
    this.#wrong([...path, key], `${key} is a map here: each name stands before a colon.`);
    return [];
  }

  #variables(written: unknown, path: Path): WrittenVariable[] {
    if (written === null) return [];
    if (!isMap(written)) {
      this.#wrong(path, 'Variables are a map: NAME: VALUE.');
      return [];
    }
    return Object.entries(written).map(([name, value]) => ({
      name,
      value: value as Value, // A YAML document holds only what JSON can say.
      place: () => this.#document.place([...path, name], 'key'),
    }));
  }

  #wrong(path: Path, message: string): void {
    const advice = 'This is read as an inventory of Ansible, whose outermost keys are groups.';
    this.collector.problem({ code: 'wrong-type', message, advice, place: this.#document.place(path, 'key') });
  }
}
