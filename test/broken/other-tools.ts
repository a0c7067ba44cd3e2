import type { Broken } from './broken.ts';

/** What people bring along from other tools. */
export const brokenOtherTools: readonly Broken[] = [
  {
    title: 'Jinja',
    playbook:
      'hosts: all\nstages:\n  - exec: "{% for h in hosts %}x{% endfor %}"\n  - exec: echo {{ role | default("x") }}\n  - exec: echo {{ inventory_hostname }} {{ ansible_host }} {{ ansible_facts.os }} {{ hostvars["m1"].x }} {{ groups.all }}\n  - exec: echo {{ item }}\n    loop: [a, b]\n  - exec: echo {{ lookup("env", "X") }}\n  - exec: echo {{# comment #}}\n',
    says: [
      ['template-not-allowed', '3:12', /Write \{\{#if name\}\}…\{\{else\}\}…\{\{\/if\}\} or \{\{#each/],
      ['template-not-allowed', '3:33', /Write \{\{#if name\}\}…\{\{else\}\}…\{\{\/if\}\} or \{\{#each/],
      ['template-syntax', '4:16', /Helpers come first: \{\{default role/],
      ['variable-undefined', '5:19', /Write host\.name/],
      ['variable-undefined', '5:44', /Write host\.address/],
      ['variable-undefined', '5:63', /Write facts\.NAME: see docs\/language\.md for/],
      ['template-syntax', '5:83', /Write \{\{name\}\}, \{\{name\.field\}\} or \{\{helper/],
      ['variable-undefined', '5:109', /The groups of this host/],
      ['variable-undefined', '6:19', /Inside of \{\{#each list\}\} the/],
      ['other-tool', '7:5', /There are no loops over/],
      ['template-syntax', '8:16', /Write \{\{name\}\}, \{\{name\.field\}\} or \{\{helper/],
      ['template-syntax', '9:16', /Close it with \}\}\. To/],
      ['yaml-comment-cuts-command', '9:28', /If it belongs to the/],
    ],
  },
  {
    title: 'tasks of Ansible',
    playbook:
      'hosts: all\nbecome: yes\ngather_facts: no\nvars_files: [a.yml]\ntasks:\n  - name: Install\n    apt: { name: nginx, state: present }\n    notify: restart\n  - name: Copy\n    copy: src=a dest=/b\n  - name: Cmd\n    command: uptime\n    register: up\n    ignore_errors: yes\n    when: ansible_os_family == "Debian"\nhandlers:\n  - name: restart\n    service: name=nginx state=restarted\n',
    says: [
      ['unknown-key', '2:1', /For all stages it stands/],
      ['other-tool', '3:1', /Nothing is gathered unless it/],
      ['other-tool', '4:1', /Write the vars here, into/],
      ['other-tool', '5:1', /The list of what to/],
      ['other-tool', '7:5', /There are no modules here/],
      ['other-tool', '8:5', /There are no handlers: register/],
      ['other-tool', '10:5', /Write transfer: \{ src: …/],
      ['other-tool', '12:5', /Write exec: with the shell/],
      ['other-tool', '14:5', /Write continue-on-error: true/],
      ['condition-name', '15:11', /Write facts\.os\./],
      ['other-tool', '16:1', /There are no handlers: register/],
    ],
  },
  {
    title: 'beside a kind what stands below it here',
    playbook:
      'hosts: all\nstages:\n  - exec: uptime\n    shell: bash\n    cwd: /srv\n  - local: uptime\n    cwd: /srv\n    creates: /x\n  - script: s.sh\n    chdir: /srv\n    env: { A: b }\n',
    files: { 's.sh': '#!/bin/sh\n' },
    says: [
      ['other-tool', '4:5', /under exec: exec: \{ command: …, shell: \/bin\/bash \}\./],
      ['other-tool', '5:5', /under exec: exec: \{ command: …, chdir: \/path \}\./],
      ['other-tool', '7:5', /under local: local: \{ command: …, chdir: \/path \}\./],
      ['other-tool', '8:5', /under exec: exec: \{ command: …, creates: \/path \}\./],
      ['other-tool', '10:5', /under script: script: \{ src: …, chdir: \/path \}\./],
      ['other-tool', '11:5', /under exec: exec: \{ command: …, env: \{ NAME: value \} \}\./],
    ],
  },
  {
    title: 'operations of pyinfra',
    playbook:
      'hosts: all\nstages:\n  - server.shell: uptime\n  - files.put: { src: a, dest: /b }\n  - apt.packages: [nginx]\n  - server: { name: x, shell: uptime }\n',
    says: [
      ['other-tool', '3:5', /Write exec: with the shell/],
      ['other-tool', '4:5', /Write transfer: \{ src: …/],
      ['other-tool', '5:5', /There are no modules here/],
      ['unknown-kind', '6:5', /The kinds of stage are/],
    ],
  },
  {
    title: 'a configuration of Kamal',
    playbook: 'service: app\nimage: x/app\nservers:\n  web: [10.0.0.1]\nregistry: { username: x }\n',
    says: [['wrong-type', '1:1', /A playbook is a map with stages/]],
  },
  {
    title: 'patterns of other tools',
    playbook:
      'hosts: managers:workers\nstages:\n  - exec: "true"\n    hosts: [m1, w9, "all:!nobody"]\n  - exec: "true"\n    hosts: "w[1-"\n  - exec: "true"\n    hosts: "~w.*"\n  - exec: "true"\n    hosts: m1 m2\n  - exec: "true"\n    hosts: "!m1"\n  - exec: "true"\n    hosts: m1,,m2\n  - exec: "true"\n    hosts: "w[3:1]"\n  - exec: "true"\n    hosts: all:&\n  - exec: "true"\n    hosts: 10.0.0.0/24\n  - exec: "true"\n    hosts: localhost\n',
    says: [
      ['pattern-unknown', '4:17', /Did you mean w1\?/],
      ['pattern-unknown', '4:27', /Look at the names with/],
      ['pattern-syntax', '6:14', /Write it like w\[1-20\]/],
      ['pattern-unknown', '8:13', /Regular expressions cannot be used/],
      ['pattern-unknown', '10:12', /Separate names by a comma/],
      ['pattern-syntax', '12:13', /Say from which hosts: all:!m1/],
      ['pattern-syntax', '14:15', /Remove the separator, or write/],
      ['pattern-syntax', '16:14', /Write it like \[1-20\], \[01-20\]/],
      ['pattern-syntax', '18:16', /Remove the separator, or write/],
      ['pattern-unknown', '20:12', /A network cannot be named/],
      ['pattern-unknown', '22:12', /What runs on this machine/],
    ],
  },
  {
    title: 'an INI inventory of Ansible',
    files: {
      'hosts.ini':
        '[web]\nweb1 ansible_host=10.0.0.1 ansible_prot=22\nweb2 ansible_port=x\n[web:vars]\nfoo\n[web:chidren]\na\n[db\ndb1\n[all:vars]\nansible_python_interpreter=/usr/bin/python3\nansible_connection=winrm\nansible_become_method=runas\n',
    },
    args: ['validate', 'playbook.yml', '-i', 'hosts.ini'],
    says: [
      ['ansible-not-read', 'hosts.ini:2:28', /Remove it, or say it/],
      ['out-of-range', 'hosts.ini:3:6', /Mend it/],
      ['inventory-unknown-form', 'hosts.ini:5:1', /Mend it as Ansible would/],
      ['inventory-unknown-form', 'hosts.ini:6:1', /Write \[group\], \[group:children\] or \[group:vars\]/],
      ['inventory-unknown-form', 'hosts.ini:8:1', /Write \[group\], \[group:children\] or \[group:vars\]/],
      ['ansible-not-read', 'hosts.ini:12:1', /Remove it/],
      ['ansible-not-read', 'hosts.ini:13:1', /There are sudo, doas, su/],
    ],
  },
  {
    title: 'a YAML inventory of Ansible',
    files: {
      'h.yml':
        'all:\n  children:\n    web:\n      hosts:\n        web1: { ansible_host: 10.0.0.1, ansible_ssh_private_key_fil: x }\n        web2:\n      vras: { a: 1 }\n      children: [db]\n',
    },
    args: ['validate', 'playbook.yml', '-i', 'h.yml'],
    says: [
      ['ansible-not-read', 'h.yml:5:41', /Remove it, or say it/],
      ['wrong-type', 'h.yml:7:7', /This is read as an/],
      ['wrong-type', 'h.yml:8:7', /This is read as an/],
    ],
  },
  {
    title: 'a value of Ansible Vault',
    playbook: 'hosts: all\nstages:\n  - exec: echo {{token}}\n',
    inventory:
      'hosts:\n  m1: { vars: { a: 1 } }\ngroups:\n  all2:\n    vars:\n      token: !vault |\n        $ANSIBLE_VAULT;1.1;AES256\n        6162\n    hosts: [m1]\n',
    says: [['yaml-unknown-tag', 'inventory.yml:6:14', /What Ansible Vault has encrypted/]],
  },
  {
    title: 'vars files of Ansible Vault: of what may stand in them nobody is told that it is missing',
    playbook:
      'hosts: all\nvars: { a: "{{ vault_a }}" }\nstages:\n  - exec: echo {{a}} {{b}} {{vault_c}}\n    when: vault_d == 1\n',
    files: {
      'group_vars/all/vault.yml': '$ANSIBLE_VAULT;1.1;AES256\n6162\n',
      'group_vars/all/vars.yml': 'b: "{{ vault_b }}"\n',
    },
    says: [
      [
        'secret-unavailable',
        'group_vars/all/vault.yml:1:1',
        /ansible-vault decrypt group_vars\/all\/vault\.yml,/,
      ],
    ],
  },
  {
    title: 'a file of Ansible Vault behind -e',
    playbook: 'hosts: all\nstages:\n  - exec: echo {{vault_c}}\n',
    files: { 'v.yml': '$ANSIBLE_VAULT;1.1;AES256\n6162\n' },
    args: ['validate', 'playbook.yml', '-i', 'inventory.yml', '-e', '@v.yml'],
    says: [['secret-unavailable', 'v.yml:1:1', /decrypt v\.yml\. What stays encrypted/]],
  },
  {
    title: 'an inventory of Ansible Vault',
    files: { 'v.yml': '$ANSIBLE_VAULT;1.1;AES256\n6162\n' },
    args: ['validate', 'playbook.yml', '-i', 'v.yml'],
    says: [['inventory-unknown-form', 'v.yml:1:1', /Keep the hosts readable/]],
  },
  {
    title: 'a file of Docker Compose',
    playbook: 'services:\n  web: { image: nginx }\nvolumes: {}\n',
    says: [['wrong-type', '1:1', /A playbook is a map with stages/]],
  },
  {
    title: 'a file of vars',
    playbook: 'release: 1\nntp: pool\n',
    says: [['wrong-type', '1:1', /A playbook is a map with stages/]],
  },
  {
    title: 'an INI inventory where a playbook is wanted',
    files: { 'hosts.ini': '[web]\nw1 ansible_host=10.0.0.1\n[web:vars]\nurl=http://a.b/#c\n' },
    args: ['validate', 'hosts.ini', '-i', 'inventory.yml'],
    says: [['wrong-type', 'hosts.ini:1:1', /Inventories stand after -i/]],
  },
  {
    title: 'a configuration of Kamal where an inventory is wanted',
    inventory: 'service: app\nservers:\n  web: [10.0.0.1]\nssh: { user: app }\n',
    says: [['inventory-unknown-form', 'inventory.yml:1:1', /groups: \{ web:/]],
  },
  {
    title: 'groups without a key above them',
    inventory: 'nodes: [10.0.0.1, 10.0.0.2]\nedge: [10.0.0.3]\n',
    says: [['inventory-unknown-form', 'inventory.yml:1:1', /groups: \{ nodes: \{ hosts: \[one, two\] \} \}/]],
  },
  {
    title: 'one host of a list alone',
    inventory: '{"ip": "10.0.0.1", "user": "pi"}\n',
    says: [['inventory-unknown-form', 'inventory.yml:1:2', /Put the hosts into a list/]],
  },
  {
    title: 'a configuration of ssh',
    files: { ssh_config: 'Host web1\n  HostName 10.0.0.1\n  User pi\n\nHost *\n  IdentityFile ~/.ssh/x\n' },
    args: ['validate', 'playbook.yml', '-i', 'ssh_config'],
    says: [['inventory-unknown-form', 'ssh_config:1:1', /ProxyJump jump:/]],
  },
  {
    title: 'the configuration of an inventory plugin of Ansible',
    files: { 'aws_ec2.yml': 'plugin: amazon.aws.aws_ec2\nregions: [eu-west-1]\n' },
    args: ['validate', 'playbook.yml', '-i', 'aws_ec2.yml'],
    says: [
      [
        'inventory-unknown-form',
        'aws_ec2.yml:1:1',
        /--inventory-command 'ansible-inventory -i aws_ec2\.yml'/,
      ],
    ],
  },
  {
    title: 'a YAML inventory of Ansible with misspelt keys',
    files: { 'h.yml': 'all:\n  hosts: { w1: }\nweb:\n  host: { w2: }\n  var: { a: 1 }\n' },
    args: ['validate', 'playbook.yml', '-i', 'h.yml'],
    says: [
      ['wrong-type', 'h.yml:4:3', /This is read as an inventory of Ansible/],
      ['wrong-type', 'h.yml:5:3', /This is read as an inventory of Ansible/],
    ],
  },
];
