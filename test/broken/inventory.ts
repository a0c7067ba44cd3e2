import type { Broken } from './broken.ts';

/** What people write into inventories. */
export const brokenInventories: readonly Broken[] = [
  {
    title: 'a misspelt key of a host',
    inventory: 'hosts:\n  m1: { adress: 10.0.0.1 }\n',
    says: [['unknown-key', 'inventory.yml:2:9', /Did you mean address/]],
  },
  {
    title: 'a var beside the keys',
    inventory: 'hosts:\n  m1: { address: 10.0.0.1, role: web }\n',
    says: [['unknown-key', 'inventory.yml:2:28', /A value of your own stands under vars\./]],
  },
  {
    title: 'the keys of Ansible',
    inventory: 'hosts:\n  m1: { ansible_host: 10.0.0.1, ansible_user: pi }\n',
    says: [
      ['unknown-key', 'inventory.yml:2:9', /Did you mean address\?/],
      ['unknown-key', 'inventory.yml:2:33', /Did you mean user\?/],
    ],
  },
  {
    title: 'a misspelt source of a password',
    inventory: 'hosts:\n  m1: { address: 10.0.0.1, password: { envv: X } }\n',
    says: [
      [
        'unknown-key',
        'inventory.yml:2:40',
        /Did you mean env\? Write { env: NAME }, { file: path }, { command/,
      ],
    ],
  },
  {
    title: 'a misspelt child',
    inventory: 'groups:\n  web: { hosts: [w1] }\n  all-web: { children: [wbe] }\n',
    says: [['unknown-group', 'inventory.yml:3:25', /Did you mean web/]],
  },
  {
    title: 'a host as a child',
    inventory: 'groups:\n  web: { hosts: [w1] }\n  all-web: { children: [w1] }\n',
    says: [['unknown-group', 'inventory.yml:3:25', /hosts:/]],
  },
  {
    title: 'groups in a circle',
    inventory: 'groups:\n  a: { children: [b], hosts: [h1] }\n  b: { children: [a] }\n',
    says: [['cyclic-groups', 'inventory.yml:3:19', /circle/]],
  },
  {
    title: 'a host twice with other settings',
    inventory:
      'groups:\n  a: { hosts: { h1: { address: 10.0.0.1 } } }\n  b: { hosts: { h1: { address: 10.0.0.2 } } }\n',
    says: [['host-differs', 'inventory.yml:3:17', /once/]],
  },
  {
    title: 'the same machine under two names',
    inventory: 'hosts:\n  a: { address: 10.0.0.1 }\n  b: { address: 10.0.0.1 }\n',
    says: [['same-machine', 'inventory.yml:3:3', /Keep one/]],
  },
  {
    title: 'an empty group',
    inventory: 'hosts: [h1]\ngroups:\n  web: {}\n',
    says: [['empty-group', 'inventory.yml:3:3', /refused|hosts/]],
  },
  {
    title: 'a host and a group of one name',
    inventory: 'hosts: [web]\ngroups:\n  web: { hosts: [w1] }\n',
    says: [['name-is-host-and-group', 'inventory.yml:3:3', /Rename/]],
  },
  {
    title: 'no hosts at all',
    inventory: 'defaults: { user: pi }\n',
    says: [['no-hosts', 'inventory.yml:1:1', /hosts:/]],
  },
  {
    title: 'a jump host that is not there',
    inventory: 'hosts:\n  m1: { address: 10.0.0.1, jump: basion }\n  bastion: { address: 10.0.0.2 }\n',
    says: [['unknown-host', 'inventory.yml:2:28', /Did you mean bastion/]],
  },
  {
    title: 'jumps in a circle',
    inventory: 'hosts:\n  a: { jump: b }\n  b: { jump: a }\n',
    says: [['cyclic-jump', 'inventory.yml:2:8', /needs no jump/]],
  },
  {
    title: 'a port out of range',
    inventory: 'hosts:\n  m1: { port: 222222 }\n',
    says: [['out-of-range', 'inventory.yml:2:15', /65535/]],
  },
  {
    title: 'a port in quotes',
    inventory: 'hosts:\n  m1: { port: "22" }\n',
    says: [['wrong-type', 'inventory.yml:2:15', /quotes|without/i]],
  },
  {
    title: 'a password that YAML reads as a number',
    inventory: 'hosts:\n  m1: { password: 123456 }\n',
    says: [['yaml-number-for-text', 'inventory.yml:2:19', /in quotes/]],
  },
  {
    title: 'a secret from nowhere',
    inventory: 'hosts:\n  m1: { password: { vault: x } }\n',
    says: [['wrong-type', 'inventory.yml:2:19', /env/]],
  },
  {
    title: 'a misspelt host key policy',
    inventory: 'defaults: { host-keys: accept }\nhosts: [m1]\n',
    says: [['wrong-choice', 'inventory.yml:1:24', /accept-new/]],
  },
  {
    title: 'a range without an end',
    inventory: 'hosts: ["w[1-"]\n',
    says: [['host-range', 'inventory.yml:1:9', /./]],
  },
  {
    title: 'a huge range',
    inventory: 'hosts: ["w[1-1000000000]"]\n',
    says: [['host-range', 'inventory.yml:1:9', /100,000/]],
  },
  {
    title: 'a name with a slash',
    inventory: 'hosts: ["../etc"]\n',
    says: [['host-name', 'inventory.yml:1:9', /address/]],
  },
  {
    title: 'hosts that are one text',
    inventory: 'hosts: w1, w2\n',
    says: [['wrong-type', 'inventory.yml:1:8', /list/]],
  },
  {
    title: 'a group that is a list',
    inventory: 'groups:\n  web: [w1, w2]\n',
    says: [['wrong-type', 'inventory.yml:2:8', /hosts/]],
  },
  {
    title: 'a playbook',
    inventory: 'hosts: all\nstages:\n  - exec: "true"\n',
    says: [['wrong-type', 'inventory.yml:2:1', /playbook/]],
  },
  {
    title: 'a list of playbook parts',
    inventory: '- exec: "true"\n',
    says: [['missing-key', 'inventory.yml:1:3', /ip/]],
  },
  {
    title: 'a JSON list with a host without an address',
    inventory: '[{"user": "pi"}]',
    says: [['missing-key', 'inventory.yml:1:2', /ip/]],
  },
  {
    title: 'JSON that is cut',
    inventory: '[{"ip": "10.0.0.1"',
    says: [['yaml-syntax', 'inventory.yml:1:2', /./]],
  },
  {
    title: 'a vars file for nobody',
    files: { 'group_vars/wrkers.yml': 'a: 1\n' },
    says: [['stray-vars-file', 'group_vars/wrkers.yml:1:1', /Did you mean workers/]],
  },
  {
    title: 'a vars file that is a list',
    files: { 'group_vars/workers.yml': '- a\n' },
    says: [['wrong-type', 'group_vars/workers.yml:1:1', /./]],
  },
  {
    title: 'an agent that does not run',
    inventory: 'hosts:\n  m1: { agent: true }\n',
    says: [['no-agent', 'inventory.yml:2:9', /ssh-agent/]],
  },
  {
    title: 'an undefined var inside of a var',
    inventory: 'hosts:\n  m1: { vars: { dir: "/srv/{{app}}" } }\n',
    playbook: 'hosts: all\nstages:\n  - exec: ls {{dir}}\n',
    says: [['variable-undefined', 'inventory.yml:2:17', /./]],
  },
  {
    title: 'a line with an empty user',
    inventory: '10.0.0.1::secret\n',
    says: [['inventory-unknown-form', 'inventory.yml:1:1', /hosts\.txt/]],
  },
  {
    title: 'a bare IPv6 address with a user',
    files: { 'hosts.txt': '10.0.0.1:pi:secret\nfe80::1:pi:secret\n' },
    args: ['validate', 'playbook.yml', '-i', 'hosts.txt'],
    says: [['host-name', 'hosts.txt:2:1', /brackets/]],
  },
  {
    title: 'a line without a user between its colons',
    files: { 'hosts.txt': '# old list\n10.0.0.1::secret\n' },
    args: ['validate', 'playbook.yml', '-i', 'hosts.txt'],
    says: [['host-name', 'hosts.txt:2:1', /user/]],
  },
  {
    title: 'templates in how to log in',
    inventory:
      'defaults: { user: "{{ login }}", jump: "{{ way }}", vars: { login: pi } }\nhosts:\n  m1: { password: "{{ pw }}", key: "keys/{{ k }}" }\n  m2: { become: { user: "{{ u }}", password: { env: "{{ e }}" } }, passphrase: { command: "p {{ x }}" } }\n',
    says: [
      ['template-not-here', 'inventory.yml:1:20', /Write the value itself: in defaults/],
      ['unknown-host', 'inventory.yml:1:34', /No template is possible there/],
      ['template-not-here', 'inventory.yml:3:20', /\{ env: NAME \}/],
      ['template-not-here', 'inventory.yml:3:42', /Write the value itself/],
      ['template-not-here', 'inventory.yml:4:26', /Write the value itself/],
      ['template-not-here', 'inventory.yml:4:54', /\{ env: NAME \}/],
    ],
  },
  {
    title: 'jump hosts as ssh writes them',
    inventory:
      'hosts:\n  b1: { address: 203.0.113.7 }\n  b2: { jump: b1 }\n  m1: { jump: pi@203.0.113.7 }\n  m2: { jump: "b1,b2" }\n  m3: { jump: "b2:22" }\n',
    says: [
      ['unknown-host', 'inventory.yml:4:9', /jump: b1\. How/],
      ['unknown-host', 'inventory.yml:5:9', /jump: b2 here, and jump: b1 for b2/],
      ['unknown-host', 'inventory.yml:6:9', /jump: b2\. How/],
    ],
  },
];
