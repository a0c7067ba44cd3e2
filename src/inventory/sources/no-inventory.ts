import { foreignFile, keysOf } from '../../document/foreign-file.ts';
import { isMap } from '../../document/is-map.ts';
import { nearest } from '../../document/nearest.ts';
import type { Problem } from '../../document/problem.ts';
import { nameHere } from '../../document/schema/other-names.ts';
import type { YamlDocument } from '../../document/yaml/yaml.ts';
import { inventorySchema } from '../schema.ts';
import { usualFields } from './list.ts';

/** A map without any key of ours, also misspelt: that is told as a whole, and not of each of its keys. */
export function noInventory(document: YamlDocument): Problem | undefined {
  const { value } = document;
  if (!isMap(value)) return undefined;
  const keys = Object.keys(value);
  const known = Object.keys(inventorySchema.properties);
  const isOurs = (key: string) =>
    known.includes(key) || nameHere(key, known) !== undefined || nearest(key, known) !== undefined;
  if (keys.length === 0 || keys.some(isOurs)) return undefined;
  if (keys.includes('plugin')) return ofPlugin(document);
  const foreign = foreignFile(value);
  return {
    code: 'inventory-unknown-form',
    message:
      foreign === undefined
        ? `This is no inventory: it has ${keysOf(value)}.`
        : `This is ${foreign}, and an inventory is wanted here.`,
    advice: usualFields.address.some((key) => Object.hasOwn(value, key))
      ? 'Put the hosts into a list: [{"ip": "10.0.0.1"}, …]; of one object a line jq -s . makes one.'
      : `An inventory has hosts:, groups: and defaults:. A group of hosts is written groups: { ${groupIn(value)}: { hosts: [one, two] } }.`,
    place: document.place([keys[0] ?? ''], 'key'),
  };
}

/** `aws_ec2.yml` and its like, from which Ansible makes hosts. */
function ofPlugin(document: YamlDocument): Problem {
  return {
    code: 'inventory-unknown-form',
    message: 'This is for an inventory plugin of Ansible, and plugins are not run here.',
    advice: `Let Ansible run it: --inventory-command 'ansible-inventory -i ${document.file}'.`,
    place: document.place(['plugin'], 'key'),
  };
}

/** The first key that may be meant as one. */
function groupIn(value: Readonly<Record<string, unknown>>): string {
  const isGroup = ([, part]: [string, unknown]) => Array.isArray(part) || (isMap(part) && 'hosts' in part);
  const [name = 'web'] = Object.entries(value).find(isGroup) ?? [];
  return /^[\w-]{1,40}$/.test(name) ? name : 'web';
}
