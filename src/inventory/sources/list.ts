import { isMap } from '../../document/is-map.ts';
import type { Place, Problem } from '../../document/problem.ts';
import type { Path, YamlDocument } from '../../document/yaml/yaml.ts';
import { asData } from '../../secret/secret-value.ts';
import type { Value, Vars } from '../host/host.ts';
import { wrongHostName } from '../host/host-name.ts';
import type { Layer } from '../merge/layer.ts';
import { withoutBrackets } from '../settings.ts';
import { readLine } from './lines.ts';
import { ListNames } from './list-names.ts';
import type { SourceHost, SourceInventory } from './source.ts';

/** Which field of an item holds what; the first one that is there counts. */
export type HostFields = Readonly<
  Record<'address' | 'name' | 'user' | 'password' | 'port', readonly string[]>
>;

export const usualFields: HostFields = {
  address: ['ip', 'address', 'ip_address', 'host'],
  name: ['hostname', 'name'],
  user: ['user', 'username'],
  password: ['password'],
  port: ['port', 'ssh_port'],
};

/** The list in a file that is one, or that holds one under a key such as `devices`, as discovery tools write it. */
export function findHostList(value: unknown): Path | undefined {
  if (Array.isArray(value)) return [];
  if (!isMap(value) || 'groups' in value || 'defaults' in value) return undefined;
  const lists = Object.entries(value).filter(([, list]) => Array.isArray(list) && list.some(isMap));
  const [only, ...more] = lists;
  return only && more.length === 0 ? [only[0]] : undefined;
}

/** A list of hosts, each a map such as `{"ip": …, "user": …}` or an `ip:user:password` text. Other fields become vars. */
export function readListInventory(document: YamlDocument, path: Path, fields: HostFields): SourceInventory {
  const list = listAt(document.value, path);
  const names = new ListNames(list.map((item) => (isMap(item) ? hostnameOf(item, fields) : undefined)));
  const hosts: SourceHost[] = [];
  const problems: Problem[] = [];
  let plainSecret: Place | undefined;
  for (const [index, item] of list.entries()) {
    const at = [...path, index];
    const read = isMap(item)
      ? readItem(item, at, { document, fields, names })
      : readText(item, () => document.place(at));
    for (const host of read.hosts) hosts.push(host);
    problems.push(...read.problems);
    if (read.hosts.some(({ layer }) => layer?.settings.password)) plainSecret ??= document.place(at);
  }
  problems.push(...names.problems());
  return { hosts, groups: [], problems, ...(plainSecret && { plainSecret }) };
}

function listAt(value: unknown, [key]: Path): readonly unknown[] {
  const list = key === undefined ? value : isMap(value) ? value[key] : undefined;
  return Array.isArray(list) ? list : [];
}

interface Read {
  readonly hosts: readonly SourceHost[];
  readonly problems: readonly Problem[];
}

function readText(item: unknown, place: () => Place): Read {
  if (typeof item !== 'string') {
    return refuse(
      'wrong-type',
      'This item is neither a map nor a text.',
      place,
      'Write {"ip": "192.168.1.100"}.',
    );
  }
  const read = readLine(item, place);
  return Array.isArray(read) ? { hosts: read, problems: [] } : { hosts: [], problems: [read] };
}

interface Context {
  readonly document: YamlDocument;
  readonly fields: HostFields;
  readonly names: ListNames;
}

function readItem(item: Item, path: Path, context: Context): Read {
  const { document, fields } = context;
  const place = () => document.place(path);
  const keyOf = (field: keyof HostFields) => fields[field].find((key) => isGiven(item[key]));
  const address = textOf(item, keyOf('address'));
  if (address === undefined) {
    const advice = `One of these fields has to hold a text: ${fields.address.join(', ')}.`;
    return refuse('missing-key', 'This host has no address.', place, advice);
  }
  const port = portOf(item, keyOf('port'));
  if (port === 'wrong') {
    return refuse('out-of-range', 'The port must be a number from 1 to 65535.', () =>
      document.place([...path, keyOf('port') ?? 'port']),
    );
  }
  const bare = withoutBrackets(address);
  const name = context.names.of(hostnameOf(item, fields), bare, place);
  const wrong = wrongHostName(name);
  if (wrong !== undefined)
    return refuse('host-name', `This host cannot be named by its address: ${wrong}.`, place);
  const user = textOf(item, keyOf('user'));
  const password = textOf(item, keyOf('password'));
  const settings = {
    address: bare,
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password: { plain: password } }),
  };
  const settingKey = (key: string) =>
    (Object.hasOwn(fields, key) ? keyOf(key as keyof HostFields) : undefined) ?? key;
  const layer: Layer = {
    layer: 'host',
    name,
    settings,
    vars: otherFields(item, fields),
    place: (kind, key) => document.place([...path, kind === 'vars' ? key : settingKey(key)], 'key'),
  };
  return { hosts: [{ name, place, layer }], problems: [] };
}

type Item = Readonly<Record<string, unknown>>;

/** Tools write null or an empty text for what they don't know. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function textOf(item: Item, key: string | undefined): string | undefined {
  const value = key === undefined ? undefined : item[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function portOf(item: Item, key: string | undefined): number | 'wrong' | undefined {
  if (key === undefined) return undefined;
  const port = Number(item[key]);
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : 'wrong';
}

function hostnameOf(item: Item, fields: HostFields): string | undefined {
  const key = fields.name.find((name) => isGiven(item[name]));
  return textOf(item, key);
}

function otherFields(item: Item, fields: HostFields): Vars {
  const used = new Set(Object.values(fields).flat());
  const others = Object.entries(item).filter(([key]) => !used.has(key));
  // A YAML document holds only what JSON can say.
  return Object.fromEntries(others.map(([key, value]) => [key, asData(value as Value)]));
}

function refuse(code: Problem['code'], message: string, place: () => Place, advice?: string): Read {
  return {
    hosts: [],
    problems: [{ code, message, ...(advice !== undefined && { advice }), place: place() }],
  };
}
