import type { Value } from '../../host/host.ts';

/** What only Ansible itself needs. */
export function isMeaningless(name: string): boolean {
  return /^ansible_(?:\w+_interpreter|remote_tmp|shell_type|shell_executable|pipelining|ssh_pipelining)$/.test(
    name,
  );
}

/** What to write instead of a variable that is not read; undefined for those that are vars of the user's own. */
export function adviceFor(name: string, value: Value): string | undefined {
  if (!name.startsWith('ansible_')) return undefined;
  if (name === 'ansible_become') return 'Who becomes another user says so in the playbook: become: true.';
  if (name === 'ansible_group_priority')
    return 'Groups of one depth count in the order of their names, the last one most: say what differs in a group below them, or for the hosts.';
  const text = String(value);
  if (/_args$/.test(name) && /ProxyJump|ProxyCommand|(?:^|\s)-J\b/.test(text)) {
    return 'Write jump: with the name of a host, in a YAML inventory that is named beside this one.';
  }
  if (/StrictHostKeyChecking|UserKnownHostsFile/.test(text) || name === 'ansible_host_key_checking') {
    return 'Write host-keys: and known-hosts: in a YAML inventory that is named beside this one.';
  }
  return 'Remove it, or say it in a YAML inventory that is named beside this one.';
}
