import type { Place, Problem } from '../../document/problem.ts';
import { validateMeant } from '../../document/schema/meant-keys.ts';
import { validPart } from '../../document/schema/valid-part.ts';
import type { Path, YamlDocument } from '../../document/yaml/yaml.ts';
import { wrongGroupName } from '../host/host-name.ts';
import type { Layer } from '../merge/layer.ts';
import { inventorySchema } from '../schema.ts';
import { type PathMaker, readSettings } from '../settings.ts';
import { isPlainSecret } from './ansible/vault.ts';
import type { SourceGroup, SourceHost, SourceInventory } from './source.ts';
import { templatesInSettings } from './templates-in-settings.ts';
import { readHosts, type WrittenHosts, type WrittenLayer } from './written-hosts.ts';

/** The form of our own: `defaults`, `hosts` and `groups`. What breaks the schema is told and left out. */
export function readYamlInventory(asWritten: YamlDocument, absolute: PathMaker): SourceInventory {
  const { document, problems } = validateMeant(asWritten, inventorySchema);
  const written: WrittenInventory = validPart(inventorySchema, document.value) ?? {};
  const reader = new Reader(document, absolute);
  const source = reader.read(written);
  return { ...source, problems: [...problems, ...source.problems] };
}

interface WrittenGroup extends WrittenLayer {
  readonly hosts?: WrittenHosts;
  readonly children?: readonly string[];
}

interface WrittenInventory {
  readonly defaults?: WrittenLayer;
  readonly hosts?: WrittenHosts;
  readonly groups?: Readonly<Record<string, WrittenGroup | null>>;
}

class Reader {
  readonly #document: YamlDocument;
  readonly #absolute: PathMaker;
  readonly #hosts: SourceHost[] = [];
  readonly #groups: SourceGroup[] = [];
  readonly #problems: Problem[] = [];
  #plainSecret: Place | undefined;

  constructor(document: YamlDocument, absolute: PathMaker) {
    this.#document = document;
    this.#absolute = absolute;
  }

  read(written: WrittenInventory): SourceInventory {
    let defaults: Layer | undefined;
    for (const part of Object.keys(written)) {
      if (part === 'defaults' && written.defaults)
        defaults = this.#layer('defaults', written.defaults, ['defaults']);
      if (part === 'hosts' && written.hosts) this.#readHosts(written.hosts, ['hosts']);
      if (part === 'groups')
        for (const [name, group] of Object.entries(written.groups ?? {})) this.#group(name, group);
    }
    return {
      ...(defaults && { defaults }),
      hosts: this.#hosts,
      groups: this.#groups,
      problems: this.#problems,
      ...(this.#plainSecret && { plainSecret: this.#plainSecret }),
    };
  }

  #group(name: string, written: WrittenGroup | null): void {
    const path = ['groups', name];
    const place = () => this.#document.place(path, 'key');
    const wrong = wrongGroupName(name);
    if (wrong !== undefined) {
      this.#problems.push({
        code: 'host-name',
        message: `This cannot be the name of a group: ${wrong}.`,
        advice: 'Give the group another name.',
        place: place(),
      });
      return;
    }
    const { hosts = [], children = [], ...keys } = written ?? {};
    this.#groups.push({
      name,
      hosts: this.#readHosts(hosts, [...path, 'hosts']),
      children: children.map((child, index) => ({
        name: child,
        place: () => this.#document.place([...path, 'children', index]),
      })),
      layer: this.#layer('group', keys, path, name),
      place,
    });
  }

  #readHosts(written: WrittenHosts, path: Path): string[] {
    const { hosts, problems } = readHosts(written, path, this.#document, this.#layer);
    for (const host of hosts) this.#hosts.push(host);
    for (const problem of problems) this.#problems.push(problem);
    return hosts.map(({ name }) => name);
  }

  #layer = (layer: Layer['layer'], written: WrittenLayer, path: Path, name?: string): Layer => {
    const { vars = {}, ...keys } = written;
    const templates = templatesInSettings(keys, path, this.#document);
    this.#problems.push(...templates);
    if (templates.length === 0) this.#notePlainSecret(keys, path);
    return {
      layer,
      ...(name !== undefined && { name }),
      settings: readSettings(keys, this.#absolute),
      vars,
      place: (kind, key) =>
        this.#document.place(
          kind === 'vars' ? [...path, 'vars', key] : [...path, writtenKeys[key] ?? key],
          'key',
        ),
    };
  };

  #notePlainSecret({ password, passphrase, become }: WrittenLayer, path: Path): void {
    if (this.#plainSecret !== undefined) return;
    const where = [
      isPlainSecret(password) ? ['password'] : [],
      isPlainSecret(passphrase) ? ['passphrase'] : [],
      isPlainSecret(become?.password) ? ['become', 'password'] : [],
    ].find((steps) => steps.length > 0);
    if (where === undefined) return;
    const item = path.at(-1);
    this.#plainSecret = this.#document.place(typeof item === 'number' ? path : [...path, ...where], 'key');
  }
}

const writtenKeys: Readonly<Record<string, string>> = { knownHosts: 'known-hosts', hostKeys: 'host-keys' };
