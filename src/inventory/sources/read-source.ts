import { isIPv6 } from 'node:net';
import { parseYaml } from '../../document/yaml.ts';
import type { PathMaker } from '../settings.ts';
import { readLineInventory } from './lines.ts';
import { findHostList, type HostFields, readListInventory } from './list.ts';
import type { SourceInventory } from './source.ts';
import { readYamlInventory } from './yaml.ts';

interface SourceOptions {
  readonly absolute: PathMaker;
  readonly fields: HostFields;
}

/** Reads an inventory in the form that its name and its text show. */
export function readSource(file: string, text: string, { absolute, fields }: SourceOptions): SourceInventory {
  if (isIni(text)) return { hosts: [], groups: [], problems: [iniProblem(file)] };
  if (!isYaml(file, text)) return readLineInventory(text, file);
  const { document, problems } = parseYaml(text, file);
  if (!document) return { hosts: [], groups: [], problems };
  const listPath = findHostList(document.value);
  const source =
    listPath === undefined
      ? readYamlInventory(document, absolute)
      : readListInventory(document, listPath, fields);
  return { ...source, problems: [...problems, ...source.problems] };
}

/** JSON is YAML too. Without a telling name the first line decides. */
function isYaml(file: string, text: string): boolean {
  if (/\.(?:ya?ml|json)$/i.test(file)) return true;
  const line = firstLine(text);
  if (/^\[[\da-fA-F:.]+\](?::|$)/.test(line)) return false;
  return /^(?:[[{]|---|- |"?[\w.-]+"?:(?:\s|$))/.test(line);
}

/** Such as Ansible's: a group in brackets on a line of its own. */
function isIni(text: string): boolean {
  const [, group] = /^\[([A-Za-z_][\w.:-]*)\]$/.exec(firstLine(text)) ?? [];
  return group !== undefined && !isIPv6(group);
}

function firstLine(text: string): string {
  return /^(?!\s*(?:#|;|$)).*$/m.exec(text)?.[0].trim() ?? '';
}

function iniProblem(file: string): SourceInventory['problems'][number] {
  return {
    code: 'inventory-unknown-form',
    message: 'This looks like an inventory in the INI form of Ansible, which is not read.',
    advice: 'Write it in YAML: groups: { web: { hosts: [web1, web2], vars: { … } } }.',
    place: { file, line: 1, column: 1 },
  };
}
