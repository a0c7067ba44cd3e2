/** What can be wrong with inventories and with the patterns that choose hosts. */
export const inventoryProblemCodes = {
  'inventory-unknown-form': 'A file is no inventory in any form that we read.',
  'ansible-not-read': 'A part of an Ansible inventory has no counterpart here.',
  'inventory-command-failed': 'The program of --inventory-command failed, or took too long.',
  'host-name': 'A host or group has a name that cannot be used.',
  'host-range': 'A range such as `web[1-20]` is malformed or too large.',
  'host-differs': 'A host is described twice, with differing settings.',
  'bad-address':
    'An address is none: numbers that are no IPv4 address, a user or a port beside it, characters that no name has.',
  'same-machine': 'Two hosts have the same address and port.',
  'name-is-host-and-group': 'A host and a group have the same name.',
  'unknown-group': 'A group is named that no inventory defines.',
  'unknown-host': 'A host is named that no inventory defines.',
  'cyclic-groups': 'A group holds itself through its children.',
  'cyclic-jump': 'A host is reached through itself.',
  'empty-group': 'A group holds no host.',
  'no-hosts': 'The inventories hold no host at all.',
  'no-agent': 'An agent is asked for, and SSH_AUTH_SOCK is not set.',
  'readable-passwords': 'A file with plain passwords can be read by other users of this machine.',
  'secret-unavailable':
    'A file of vars is encrypted, and none of your keys opens it; those of Ansible Vault are never opened.',
  'stray-vars-file': 'A file in group_vars/ or host_vars/ belongs to no group or host.',
  'pattern-empty': 'A pattern of hosts is empty.',
  'pattern-syntax': 'A pattern of hosts is malformed.',
  'pattern-unknown': 'A name in a pattern matches no host and no group.',
  'pattern-no-hosts': 'A pattern leaves no host at all.',
} as const;
