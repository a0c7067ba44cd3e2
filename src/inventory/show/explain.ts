import { looksSecret } from '../../document/secret-key.ts';
import { mask } from '../../secret/masker.ts';
import { secretSourceOf } from '../../secret/secret-value.ts';
import type { SecretSource } from '../../secret/source.ts';
import type { Host, Origin, Value } from '../host/host.ts';
import type { Inventory } from '../inventory.ts';

/** Every setting and var of a host, its value and where it came from, line by line. Undefined for an unknown host. */
export function explainHost(inventory: Inventory, name: string): string[] | undefined {
  const host = inventory.hosts.get(name);
  if (!host) return undefined;
  const { origins } = host;
  const settings = Object.entries(host.settings).map(([key, value]) => ({
    key: writtenKeys[key] ?? key,
    value: settingText(key, value),
    origin: originText(origins.get(`settings.${key}`)),
  }));
  const vars = Object.entries(host.vars).map(([key, value]) => ({
    key,
    value: looksSecret(key) && secretSourceOf(value) === undefined ? mask : valueText(value),
    origin: originText(origins.get(key)),
  }));
  return [
    `${name}${whereText(host)}`,
    `groups: ${host.groups.join(', ')}`,
    '',
    'settings',
    ...rows(settings),
    '',
    ...varRows(vars),
  ];
}

interface Row {
  readonly key: string;
  readonly value: string;
  readonly origin: string;
}

function varRows(vars: readonly Row[]): string[] {
  return vars.length === 0 ? ['no vars'] : ['vars', ...rows(vars)];
}

function rows(all: readonly Row[]): string[] {
  const keyWidth = Math.max(...all.map(({ key }) => key.length));
  const valueWidth = Math.min(60, Math.max(...all.map(({ value }) => value.length)));
  return all.map(
    ({ key, value, origin }) => `  ${key.padEnd(keyWidth)}  ${value.padEnd(valueWidth)}  ${origin}`,
  );
}

const writtenKeys: Readonly<Record<string, string>> = { knownHosts: 'known-hosts', hostKeys: 'host-keys' };

function settingText(key: string, value: Host['settings'][keyof Host['settings']]): string {
  if (key === 'knownHosts' && Array.isArray(value)) {
    return value.length === 0 ? "your own and the system's" : value.join(', ');
  }
  if (typeof value !== 'object') return String(value);
  if ('method' in value) {
    const password = value.password === undefined ? 'no password' : `password ${secretText(value.password)}`;
    return `${value.method} to ${value.user}, ${password}`;
  }
  return secretText(value as SecretSource); // No other setting is an object.
}

function secretText(source: SecretSource): string {
  if ('plain' in source) return mask;
  if ('env' in source) return `from the environment variable ${source.env}`;
  if ('file' in source) return `from the file ${source.file}`;
  if ('age' in source) return 'encrypted with age';
  if ('command' in source) return 'from the output of a command';
  return 'typed in';
}

function valueText(value: Value): string {
  const shown = (key: string, part: unknown) => {
    const source = secretSourceOf(part);
    if (source !== undefined) return secretText(source);
    return looksSecret(key) ? mask : part;
  };
  return JSON.stringify(value, shown) ?? '';
}

function originText(origin: Origin | undefined): string {
  if (!origin || origin.layer === 'built-in') return 'built in';
  const { layer, name, place } = origin;
  const whose = name === undefined ? layer : `${layer} ${name}`;
  return place ? `${whose}, ${place.file}:${place.line}` : whose;
}

function whereText({ place }: Host): string {
  return place ? ` (${place.file}:${place.line})` : '';
}
