import type { Problem } from '../../document/problem.ts';
import type { Path, YamlDocument } from '../../document/yaml/yaml.ts';
import type { Vars } from '../host/host.ts';
import { parseHostLine } from '../host/host-line.ts';
import { isIPv6Address, wrongHostName } from '../host/host-name.ts';
import type { Layer } from '../merge/layer.ts';
import { type BadRange, expandRange } from '../select/range.ts';
import type { WrittenSettings } from '../settings.ts';
import type { SourceHost } from './source.ts';

export type WrittenLayer = WrittenSettings & { readonly vars?: Vars };
export type WrittenHosts = readonly string[] | Readonly<Record<string, WrittenLayer | null>>;

/** Turns the written keys of a host, group or `defaults` into a layer. */
export type LayerReader = (layer: Layer['layer'], written: WrittenLayer, path: Path, name?: string) => Layer;

/** The hosts under a `hosts` key, as a map or as a list, ranges expanded. */
export function readHosts(
  hosts: WrittenHosts,
  path: Path,
  document: YamlDocument,
  readLayer: LayerReader,
): { hosts: SourceHost[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const read: SourceHost[] = [];
  const entries = Array.isArray(hosts) ? hosts.map(itemEntry) : Object.entries(hosts).map(keyEntry);
  for (const entry of entries) {
    const found = expandEntry(entry, [...path, entry.step], document, readLayer);
    if (Array.isArray(found)) for (const host of found) read.push(host);
    else problems.push(found);
  }
  return { hosts: read, problems };
}

/** One item or key: the text with the name, and what is written about it. */
interface Entry {
  readonly step: string | number;
  readonly name: string;
  readonly part: 'key' | 'value';
  readonly written?: WrittenLayer;
  readonly wrong?: string;
}

function keyEntry([key, written]: [string, WrittenLayer | null]): Entry {
  return { step: key, name: key, part: 'key', written: written ?? {} };
}

function itemEntry(item: string, step: number): Entry {
  if (!item.includes(':') || isIPv6Address(item)) return { step, name: item, part: 'value' };
  const line = parseHostLine(item);
  if ('wrong' in line) return { step, name: item, part: 'value', wrong: line.wrong };
  const { address, ...written } = line;
  return { step, name: address, part: 'value', written };
}

function expandEntry(
  entry: Entry,
  path: Path,
  document: YamlDocument,
  readLayer: LayerReader,
): SourceHost[] | Problem {
  const { name, part, written } = entry;
  const place = () => document.place(path, part);
  if (entry.wrong !== undefined) return nameProblem(entry.wrong, place);
  const expansion = expandRange(name);
  if ('wrong' in expansion) return rangeProblem(expansion, place);
  const { names } = expansion;
  const wrong = names.map(wrongHostName).find((reason) => reason !== undefined);
  if (wrong !== undefined) return nameProblem(wrong, place);
  if (written === undefined) return names.map((one) => ({ name: one, place }));

  const layer = readLayer('host', written, path);
  const addresses = expandAddress(written.address, names);
  if ('wrong' in addresses) return rangeProblem(addresses, () => document.place([...path, 'address']));
  return names.map((one, index) => {
    const address = addresses[index];
    const settings = address === undefined ? layer.settings : { ...layer.settings, address };
    return { name: one, place, layer: { ...layer, name: one, settings } };
  });
}

/** The address of a range of hosts may be a range of as many; brackets with a colon are those of IPv6. */
function expandAddress(address: string | undefined, names: readonly string[]): readonly string[] | BadRange {
  if (address === undefined || /^\[[^\]]*:/.test(address) || !address.includes('[')) return [];
  const expansion = expandRange(address);
  if ('wrong' in expansion) return expansion;
  if (expansion.names.length === names.length) return expansion.names;
  const wrong = `${names.length} names need ${names.length} addresses, and these are ${expansion.names.length}`;
  const advice = 'Let both ranges have the same length, or write the addresses one by one.';
  return { wrong, advice, offset: 0, length: address.length };
}

function nameProblem(wrong: string, place: SourceHost['place']): Problem {
  return {
    code: 'host-name',
    message: `This cannot be the name of a host: ${wrong}.`,
    advice: 'Give the host another name, and write its address under address:.',
    place: place(),
  };
}

function rangeProblem({ wrong, advice }: BadRange, place: SourceHost['place']): Problem {
  return { code: 'host-range', message: `This range cannot be used: ${wrong}.`, advice, place: place() };
}
