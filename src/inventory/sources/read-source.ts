import { isIPv6 } from 'node:net';
import type { Problem } from '../../document/problem.ts';
import { isArmored } from '../../document/yaml/age-armor.ts';
import { parseYaml, type YamlDocument } from '../../document/yaml/yaml.ts';
import type { PathMaker } from '../settings.ts';
import { isAnsibleDynamic, readAnsibleDynamic } from './ansible/dynamic.ts';
import { readAnsibleIni } from './ansible/ini.ts';
import { isVaulted } from './ansible/vault.ts';
import { isAnsibleYaml, readAnsibleYaml } from './ansible/yaml.ts';
import { readLineInventory } from './lines.ts';
import { findHostList, type HostFields, readListInventory } from './list.ts';
import { noInventory } from './no-inventory.ts';
import type { SourceFile, SourceInventory } from './source.ts';
import { readYamlInventory } from './yaml.ts';

interface SourceOptions {
  readonly absolute: PathMaker;
  readonly fields: HostFields;
}

/** Reads an inventory in the form that its name and its text show. */
export function readSource(file: string, text: string, { absolute, fields }: SourceOptions): SourceInventory {
  if (text.startsWith('#!')) return { hosts: [], groups: [], problems: [programProblem(file)] };
  if (isIni(file, text)) return readAnsibleIni({ file, text, absolute });
  if (isArmored(text) || isVaulted(text)) return { hosts: [], groups: [], problems: [encrypted(file)] };
  if (!isYaml(file, text)) {
    if (isSshConfig(text)) return { hosts: [], groups: [], problems: [sshConfig(file)] };
    return readLineInventory(text, file);
  }
  const { document, problems } = parseYaml(text, file);
  if (!document) return { hosts: [], groups: [], problems };
  const source = readDocument(document, absolute, fields);
  return { ...source, problems: [...problems, ...source.problems] };
}

function readDocument(document: YamlDocument, absolute: PathMaker, fields: HostFields): SourceInventory {
  const { value } = document;
  const other = otherFile(document);
  if (other !== undefined) return { hosts: [], groups: [], problems: [other] };
  if (isAnsibleDynamic(value)) return readAnsibleDynamic(document, absolute);
  if (isAnsibleYaml(value)) return readAnsibleYaml(document, absolute);
  const listPath = findHostList(value);
  if (listPath !== undefined) return readListInventory(document, listPath, fields);
  const none = noInventory(document);
  if (none !== undefined) return { hosts: [], groups: [], problems: [none] };
  return readYamlInventory(document, absolute);
}

/** What a program printed that was named as a dynamic inventory of Ansible. */
export function readDynamicSource({ file, text, absolute }: SourceFile): SourceInventory {
  const { document, problems } = parseYaml(text, file);
  if (!document) return { hosts: [], groups: [], problems };
  const source = readAnsibleDynamic(document, absolute);
  return { ...source, problems: [...problems, ...source.problems] };
}

function encrypted(file: string): Problem {
  return {
    code: 'inventory-unknown-form',
    message: 'This file is encrypted as a whole, which only files in group_vars/ and host_vars/ can be.',
    advice: 'Keep the hosts readable, and encrypt single values: password: !age | with the text below.',
    place: { file, line: 1, column: 1 },
  };
}

/** ssh_config(5): no host of a list is followed by a blank and another word. */
function isSshConfig(text: string): boolean {
  return (
    /^[ \t]*Host[ \t=]+\S/im.test(text) &&
    /^[ \t]*(?:HostName|User|Port|IdentityFile|ProxyJump)[ \t=]+\S/im.test(text)
  );
}

function sshConfig(file: string): Problem {
  return {
    code: 'inventory-unknown-form',
    message: 'This is a configuration of ssh, which is not read.',
    advice:
      'Write an inventory with what counts in it: HostName is address:, Port port:, User user:, IdentityFile key: and ProxyJump jump:.',
    place: { file, line: 1, column: 1 },
  };
}

/** A playbook, or lines of hosts under a name that promises YAML. */
function otherFile(document: YamlDocument): Problem | undefined {
  const { value } = document;
  if (typeof value === 'string') {
    return {
      code: 'inventory-unknown-form',
      message: 'This is text without any key, and an inventory in YAML has hosts: or groups:.',
      advice: 'Lines of ip:user:password belong into a file with another ending, such as hosts.txt.',
      place: document.place([]),
    };
  }
  if (typeof value !== 'object' || value === null || !('stages' in value)) return undefined;
  return {
    code: 'wrong-type',
    message: 'This is a playbook, and an inventory is wanted here.',
    advice: 'The playbook stands alone, inventories after -i: aeon-run PLAYBOOK -i INVENTORY.',
    place: document.place(['stages'], 'key'),
  };
}

/** JSON is YAML too. Without a telling name the first line decides. */
function isYaml(file: string, text: string): boolean {
  if (/\.(?:ya?ml|json)$/i.test(file)) return true;
  const line = firstLine(text);
  if (/^\[[\da-fA-F:.]+(?:%[\w.-]+)?\](?::|$)/.test(line)) return false;
  return /^(?:[[{]|---|- |"?[\w.-]+"?:(?:\s|$))/.test(line);
}

/** A group in brackets on a line of its own, or a host with a variable of Ansible before the first one. */
export function isIni(file: string, text: string): boolean {
  const first = firstLine(text);
  const isNamedYaml = /\.(?:ya?ml|json)$/i.test(file);
  const [, group] = heading.exec(isNamedYaml ? first : text) ?? [];
  return (group !== undefined && !isIPv6(group)) || (!isNamedYaml && /^\S+\s+.*\bansible_\w+=/.test(first));
}

const heading = /^\[([A-Za-z_][\w.:-]*)\]\s*(?:[#;].*)?$/m;

function firstLine(text: string): string {
  return /^(?!\s*(?:#|;|$)).*$/m.exec(text)?.[0].trim() ?? '';
}

function programProblem(file: string): SourceInventory['problems'][number] {
  return {
    code: 'inventory-unknown-form',
    message: 'This is a program, and a file that is named with -i is only read.',
    advice: `If it is a dynamic inventory of Ansible, name it so: --inventory-command ${file.includes('/') ? file : `./${file}`}.`,
    place: { file, line: 1, column: 1 },
  };
}
