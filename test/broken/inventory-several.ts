import type { Broken } from './broken.ts';

/** Inventories with several mistakes. */
export const brokenInventoriesTogether: readonly Broken[] = [
  {
    title: 'keys',
    inventory:
      'host:\n  m1: { adress: 10.0.0.1, prot: 22, usr: pi, passwd: x, ssh_key: a, hostkeys: no }\ngroup:\n  a: { host: [m1], child: [b], vras: { a: 1 } }\nvars: { a: 1 }\n',
    says: [
      ['unknown-key', 'inventory.yml:1:1', /Did you mean hosts\? Keys/],
      ['unknown-key', 'inventory.yml:2:9', /Did you mean address\? Keys/],
      ['unknown-key', 'inventory.yml:2:27', /Did you mean port\? Keys/],
      ['unknown-key', 'inventory.yml:2:37', /Did you mean user\? Keys/],
      ['unknown-key', 'inventory.yml:2:46', /Did you mean password\? Keys/],
      ['unknown-key', 'inventory.yml:2:57', /Did you mean key\? Keys/],
      ['unknown-key', 'inventory.yml:2:69', /Did you mean host-keys\? Keys/],
      ['unknown-key', 'inventory.yml:3:1', /Did you mean groups\? Keys/],
      ['unknown-key', 'inventory.yml:4:8', /Did you mean hosts\?/],
      ['unknown-key', 'inventory.yml:4:20', /Did you mean children\?/],
      ['unknown-group', 'inventory.yml:4:28', /Define it under groups:, or/],
      ['unknown-key', 'inventory.yml:4:32', /Did you mean vars\?/],
      ['unknown-key', 'inventory.yml:5:1', /Keys that can stand here/],
    ],
  },
  {
    title: 'types',
    inventory:
      'defaults: { port: "22", user: 5, key: [a], agent: maybe, become: true, jump: [a], known-hosts: 5, host-keys: yes, vars: [a] }\nhosts:\n  m1: 10.0.0.1\n  m2: [a]\n  m3: { address: 5, vars: x }\n  m4: { port: 99999, become: { method: runas, user: 0, password: 5 } }\n',
    says: [
      ['wrong-type', 'inventory.yml:1:19', /Remove the quotes: 22/],
      ['yaml-number-for-text', 'inventory.yml:1:31', /Quote it: "5"/],
      ['wrong-type', 'inventory.yml:1:39', /For example key: ~\/\.ssh\/id_ed25519/],
      ['wrong-type', 'inventory.yml:1:66', /Write "key: value" lines there/],
      ['wrong-type', 'inventory.yml:1:78', /For example jump: bastion/],
      ['yaml-number-for-text', 'inventory.yml:1:96', /Quote it: "5"/],
      ['wrong-choice', 'inventory.yml:1:110', /For example host-keys: strict/],
      ['wrong-type', 'inventory.yml:1:121', /For example vars: \{ role/],
      ['wrong-type', 'inventory.yml:3:7', /Write "key: value" lines there/],
      ['wrong-type', 'inventory.yml:4:7', /Write "key: value" lines there/],
      ['yaml-number-for-text', 'inventory.yml:5:18', /Quote it: "5"/],
      ['wrong-type', 'inventory.yml:5:27', /For example vars: \{ role/],
      ['out-of-range', 'inventory.yml:6:15', /Write a number from 1/],
      ['wrong-choice', 'inventory.yml:6:40', /For example method: doas/],
      ['yaml-number-for-text', 'inventory.yml:6:53', /Quote it: "0"/],
      ['yaml-number-for-text', 'inventory.yml:6:66', /Put it in quotes/],
    ],
  },
  {
    title: 'a list of hosts',
    inventory: 'hosts: [m1, m2, m1, "w[1-", "a b", 10.0.0.300, "m1:pi:secret", 5]\n',
    says: [
      ['host-range', 'inventory.yml:1:21', /Write it like w\[1-20\]/],
      ['host-name', 'inventory.yml:1:29', /Give the host another name/],
      ['bad-address', 'inventory.yml:1:36', /It has four numbers from/],
      ['yaml-number-for-text', 'inventory.yml:1:64', /Quote it: "5"/],
    ],
  },
  {
    title: 'ranges',
    inventory:
      'groups:\n  a: { hosts: ["w[3-1]", "x[1-99999999]", "y[a-z]", "z[01-3]", "192.168.1.[250-260]"] }\n',
    says: [
      ['host-range', 'inventory.yml:2:16', /Write \[1-3\]/],
      ['host-range', 'inventory.yml:2:26', /Look for a digit too/],
      ['host-range', 'inventory.yml:2:43', /Write it like \[1-20\], \[01-20\]/],
      ['bad-address', 'inventory.yml:2:64', /It has four numbers from/],
    ],
  },
  {
    title: 'addresses of other tools',
    inventory:
      'groups:\n  a: { hosts: ["10.0.0.0/24", "10.0.0.1-20", "web1:web2", "[::1]:22", "user@host"] }\n',
    says: [
      ['host-name', 'inventory.yml:2:16', /Give the host another name/],
      ['bad-address', 'inventory.yml:2:31', /Write the range with brackets/],
      ['host-name', 'inventory.yml:2:59', /Give the host another name/],
      ['host-name', 'inventory.yml:2:71', /Give the host another name/],
    ],
  },
  {
    title: 'groups',
    inventory:
      'groups:\n  a: { children: [b] }\n  b: { children: [c] }\n  c: { children: [a], hosts: [m1] }\n  d: { children: [d, nope, m1] }\n',
    says: [
      ['cyclic-groups', 'inventory.yml:4:19', /Take one of the children/],
      ['cyclic-groups', 'inventory.yml:5:19', /Take one of the children/],
      ['unknown-group', 'inventory.yml:5:22', /Define it under groups:, or/],
      ['unknown-group', 'inventory.yml:5:28', /Define it under groups:, or/],
    ],
  },
  {
    title: 'jump hosts',
    inventory:
      'hosts:\n  m1: { jump: m2 }\n  m2: { jump: m1 }\n  m3: { jump: m3 }\n  m4: { jump: bastion }\n  m5: { jump: pi@10.0.0.1 }\n',
    says: [
      ['cyclic-jump', 'inventory.yml:2:9', /One host of the circle/],
      ['unknown-host', 'inventory.yml:5:9', /Describe the jump host under/],
      ['unknown-host', 'inventory.yml:6:9', /Describe the jump host under/],
    ],
  },
  {
    title: 'names',
    inventory:
      'hosts:\n  web1: { address: 10.0.0.1 }\n  web2: { address: 10.0.0.1 }\n  web3: { address: "web1" }\n  web 4: {}\n  "web,5": {}\n  all: {}\n  -x: {}\n  "*": {}\ngroups:\n  all: { hosts: [web1] }\n  web1: { hosts: [web2] }\n  "a:b": {}\n  localhost: {}\n',
    says: [
      ['same-machine', 'inventory.yml:3:3', /Keep one of them, or/],
      ['host-name', 'inventory.yml:5:3', /Give the host another name/],
      ['host-name', 'inventory.yml:6:3', /Give the host another name/],
      ['host-name', 'inventory.yml:7:3', /Give the host another name/],
      ['host-name', 'inventory.yml:8:3', /Give the host another name/],
      ['host-name', 'inventory.yml:9:3', /Give the host another name/],
      ['name-is-host-and-group', 'inventory.yml:12:3', /Rename one of them/],
      ['host-name', 'inventory.yml:13:3', /Give the group another name/],
    ],
  },
  {
    title: 'vars files',
    files: {
      'host_vars/m9.yml': 'a: 1\n',
      'host_vars/m1.yml': '- a\n',
      'group_vars/mangers.yml': 'x: 1\n',
      'group_vars/workers.yml': 'role: a\n role: b\n',
      'group_vars/all.yaml': 'release: 1.10\n',
      'group_vars/managers.txt': 'x',
      'group_vars/README.md': 'x',
    },
    says: [
      ['yaml-number-changes', 'group_vars/all.yaml:1:10', /Write "1\.10" for text, or/],
      ['yaml-syntax', 'group_vars/workers.yml:2:2', /Indent the keys of one/],
      ['wrong-type', 'host_vars/m1.yml:1:1', /Write "key: value" lines there/],
      ['stray-vars-file', 'group_vars/README.md:1:1', /Name it for a group/],
      ['stray-vars-file', 'group_vars/managers.txt:1:1', /Did you mean managers\?|Name it for a group/],
      ['stray-vars-file', 'group_vars/mangers.yml:1:1', /Did you mean managers\?/],
      ['stray-vars-file', 'host_vars/m9.yml:1:1', /Did you mean m1\?/],
    ],
  },
  {
    title: 'places of secrets',
    inventory:
      'hosts:\n  m1: { password: { enf: X } }\n  m2: { password: { env: X, file: y } }\n  m3: { password: {} }\n  m4: { password: { vault: x } }\n  m5: { passphrase: [a], become: { password: { command: "" } } }\n  m6: { password: !vault x }\n',
    says: [
      ['unknown-key', 'inventory.yml:2:21', /Did you mean env\? Write { env: NAME }/],
      ['wrong-type', 'inventory.yml:3:19', /Write \{ env: NAME \}/],
      ['wrong-type', 'inventory.yml:4:19', /Write \{ env: NAME \}/],
      ['wrong-type', 'inventory.yml:5:19', /Write \{ env: NAME \}/],
      ['wrong-type', 'inventory.yml:6:21', /Write \{ env: NAME \}/],
      ['wrong-length', 'inventory.yml:6:57', /Write something there, or remove/],
      ['yaml-unknown-tag', 'inventory.yml:7:19', /What Ansible Vault has encrypted/],
    ],
  },
  {
    title: 'a JSON list',
    files: {
      'hosts.json':
        '[{"ip": "10.0.0.1", "user": "pi"}, {"user": "x"}, {"ip": "10.0.0.300"}, {"ip": "10.0.0.1"}, "10.0.0.2", {"ip": 5}]',
    },
    args: ['validate', 'playbook.yml', '-i', 'hosts.json'],
    says: [
      ['missing-key', 'hosts.json:1:36', /One of these fields has/],
      ['bad-address', 'hosts.json:1:52', /It has four numbers from/],
    ],
  },
  {
    title: 'JSON that is none',
    files: { 'hosts.json': '[{"ip": "10.0.0.1",}, {"ip": "10.0.0.2"}\n' },
    args: ['validate', 'playbook.yml', '-i', 'hosts.json'],
    says: [['yaml-syntax', 'hosts.json:1:1', /Close it, or indent all/]],
  },
  {
    title: 'legacy lines',
    files: {
      'hosts.txt':
        '10.0.0.1:pi:pw\n10.0.0.2:pi\n10.0.0.3\n10.0.0.999:pi:pw\n10.0.0.4 pi pw\n10.0.0.5:pi:pw:22:x\n:pi:pw\n10.0.0.6::pw\n10.0.0.1:pi:pw\n# c\n',
    },
    args: ['validate', 'playbook.yml', '-i', 'hosts.txt'],
    says: [
      ['bad-address', 'hosts.txt:4:1', /It has four numbers from/],
      ['host-name', 'hosts.txt:5:1', /Write one host a line/],
      ['host-name', 'hosts.txt:7:1', /Write one host a line/],
      ['host-name', 'hosts.txt:8:1', /Write one host a line/],
    ],
  },
  {
    title: 'several files',
    inventory: 'hosts:\n  m1: { address: 10.0.0.1 }\ngroups:\n  a: { hosts: [m1] }\n',
    files: {
      'b.yml': 'hosts:\n  m1: { address: 10.0.0.2, user: x }\n  a: {}\ngroups:\n  b: { children: [c] }\n',
      'c.yml': 'hosts:\n m2: {\n',
    },
    args: ['validate', 'playbook.yml', '-i', 'inventory.yml', '-i', 'b.yml', '-i', 'c.yml', '-i', 'nix.yml'],
    says: [
      ['file-unreadable', '', /Check the path; it was looked for as \/\S+/],
      ['yaml-syntax', 'c.yml:2:6', /Close it, or indent all/],
      ['unknown-group', 'b.yml:5:19', /Define it under groups:, or/],
      ['name-is-host-and-group', 'inventory.yml:4:3', /Rename one of them/],
    ],
  },
  {
    title: 'addresses with a user, a port or more',
    inventory: [
      'hosts:',
      ...[
        '10.0.0.5:2222',
        'pi@10.0.0.6',
        'a b',
        'ssh://h',
        '-oX',
        'host_a/b',
        'u:geheim@h:22',
        '[fe80::1]:22',
        'h.example.com ',
        ' 10.0.0.7',
        '{{ name }}.example.com',
      ].map((address, at) => `  m${at}: { address: "${address}" }`),
      '  good: { address: web_1.münchen.example. }',
      '  deva: { address: भारत.भारत }',
      '  apart: { address: "mu\u0308nchen.de" }\n',
    ].join('\n'),
    says: [
      ['bad-address', 'inventory.yml:2:9', /address: 10\.0\.0\.5, port: 2222\.$/],
      ['bad-address', 'inventory.yml:3:9', /address: 10\.0\.0\.6, user: pi\.$/],
      ['bad-address', 'inventory.yml:4:9', /A name has letters/],
      ['bad-address', 'inventory.yml:5:9', /address: h\.$/],
      ['bad-address', 'inventory.yml:6:9', /A name has letters/],
      ['bad-address', 'inventory.yml:7:9', /A name has letters/],
      ['bad-address', 'inventory.yml:8:9', /address: h, user: u, port: 22\.$/],
      ['bad-address', 'inventory.yml:9:9', /address: "fe80::1", port: 22\.$/],
      ['bad-address', 'inventory.yml:10:9', /There is a blank at its end/],
      ['bad-address', 'inventory.yml:11:9', /There is a blank at its start/],
      ['bad-address', 'inventory.yml:12:10', /Write out the address of each host/],
    ],
  },
  {
    title: 'hosts of the command line as other programs take them',
    args: [
      ...['validate', 'playbook.yml', '-H', '10.0.0.9:2222', '-H', 'ssh://pi@h:22', '-H', '2001:db8::7:pi'],
      ...['-H', '::1', '-H', '[::1]', '-H', 'pi@10.0.0.1', '-H', '[2001:db8::8]:pi', '-H', 'h:pi:a::b@c'],
    ],
    says: [
      ['host-name', '-H:1:1', /port: 2222/],
      ['host-name', '-H:2:1', /write h:pi\./],
      ['host-name', '-H:3:1', /\[2001:db8::7\]:user/],
      ['host-name', '-H:4:1', /write 0::1\./],
      ['host-name', '-H:5:1', /write 0::1\./],
      ['host-name', '-H:6:1', /write 10\.0\.0\.1:pi\./],
    ],
  },
  {
    title: 'hosts of the command line',
    args: ['validate', 'playbook.yml', '-H', '10.0.0.1:pi:a:b:c', '-H', '10.0.0.300', '-H', 'pi@10.0.0.1'],
    says: [
      ['bad-address', '-H:2:1', /It has four numbers from/],
      ['host-name', '-H:3:1', /Write one host a line/],
    ],
  },
  {
    title: 'hosts and groups that stand twice',
    inventory:
      'hosts:\n  m1: { address: 10.0.0.1 }\n  m1: { address: 10.0.0.2 }\ngroups:\n  a:\n    hosts: [m1]\n  a:\n    hosts: [m1]\n',
    says: [
      ['yaml-duplicate-key', 'inventory.yml:3:3', /Remove one of them: only/],
      ['yaml-duplicate-key', 'inventory.yml:7:3', /Remove one of them: only/],
    ],
  },
  {
    title: 'tabs and brackets',
    inventory: 'hosts:\n\tm1: {}\n\tm2: {}\ngroups:\n  a:\n    hosts: [m1, m2\n',
    says: [
      ['yaml-tab-indent', 'inventory.yml:2:1', /Use spaces/],
      ['yaml-tab-indent', 'inventory.yml:3:1', /Use spaces/],
      ['yaml-syntax', 'inventory.yml:6:12', /Close it, or indent all/],
    ],
  },
  {
    title: 'groups without hosts:',
    inventory: 'groups:\n  web:\n    - w1\n    - w2\n  db: w3\n  x: { hosts: w1, w2 }\n',
    says: [
      ['wrong-type', 'inventory.yml:2:3', /Write hosts: before the list/],
      ['wrong-type', 'inventory.yml:5:7', /Write "key: value" lines there/],
      ['wrong-type', 'inventory.yml:6:15', /Write it as a list/],
      ['unknown-key', 'inventory.yml:6:19', /Keys that can stand here/],
    ],
  },
  {
    title: 'empty groups',
    playbook: 'hosts: web\nstages:\n  - exec: "true"\n  - exec: "true"\n    hosts: db,m1\n',
    inventory: 'hosts: [m1]\ngroups:\n  web: { hosts: [] }\n  db:\n',
    says: [
      ['empty-group', 'inventory.yml:3:3', /A stage that chooses only/],
      ['empty-group', 'inventory.yml:4:3', /A stage that chooses only/],
      ['pattern-no-hosts', '1:8', /Each name in it exists/],
    ],
  },
  {
    title: 'names that YAML takes for something else',
    inventory:
      'hosts:\n  no: {}\n  on: {}\n  1: {}\n  0x10: {}\n  1.10: {}\n  2001-01-01: {}\n  null: {}\n  true: {}\n',
    says: [
      ['yaml-key-not-text', 'inventory.yml:4:3', /Quote it: "1"/],
      ['yaml-key-not-text', 'inventory.yml:5:3', /Quote it: "0x10"/],
      ['yaml-key-not-text', 'inventory.yml:6:3', /Quote it: "1\.10"/],
      ['yaml-key-not-text', 'inventory.yml:8:3', /Quote it: "null"/],
      ['yaml-key-not-text', 'inventory.yml:9:3', /Quote it: "true"/],
    ],
  },
];
