import type { Facts } from '../result/facts.ts';

/** Names that templates of Ansible have from nowhere, and how to say it here. */
const names: Readonly<Record<string, string>> = {
  inventory_hostname: 'Write host.name.',
  inventory_hostname_short: 'Write host.name.',
  ansible_hostname: 'Write facts.hostname, or host.name for the name in the inventory.',
  ansible_host: 'Write host.address.',
  ansible_port: 'Write host.port.',
  ansible_user: 'Write host.user.',
  ansible_facts: 'Write facts.NAME: see docs/language.md for what there is.',
  ansible_os_family: fact('os'),
  ansible_distribution: fact('os'),
  ansible_distribution_version: fact('os_version'),
  ansible_architecture: fact('arch'),
  group_names: 'Write host.groups, a list.',
  groups: 'The groups of this host are host.groups; other hosts cannot be looked at.',
  hostvars: 'Other hosts cannot be looked at: set the variable for this one.',
  item: 'Inside of {{#each list}} the item is {{this}}.',
  playbook_dir: 'Files lie beside the playbook: write a relative path.',
};

function fact(name: keyof Facts): string {
  return `Write facts.${name}.`;
}

/** What to write in the place of a name of Ansible; undefined for all others. */
export function ansibleAdvice(name: string): string | undefined {
  return Object.hasOwn(names, name) ? names[name] : undefined;
}
