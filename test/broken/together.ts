import { type Broken, stages } from './broken.ts';

/** Several mistakes in one stage, or in several files: none may hide another one, and none is told for another one's sake. */
export const brokenTogether: readonly Broken[] = [
  {
    title: 'directories where files have to be',
    playbook: stages(
      '  - script: site\n  - template: { src: site/, dest: /x }\n  - transfer: { src: site, dest: /x }\n',
    ),
    files: { 'site/x': '' },
    says: [
      ['file-missing', '3:13', /Name a file in it; transfer brings/],
      ['file-missing', '4:22', /Name a file in it; transfer brings/],
      ['file-missing', '5:22', /Write site\/ to bring/],
    ],
  },
  {
    title: 'a stage that is left out, and a template and a condition that need it',
    playbook: stages(
      '  - { exec: "true", register: chk, tags: a }\n  - { exec: "echo {{results.chk.stdout}}", tags: b, when: results.chk.ok }\n  - { local: "true", tags: b, when: results.chk.ok }\n',
    ),
    args: ['playbook.yml', '-i', 'inventory.yml', '--tags', 'b'],
    says: [
      ['result-unknown', '4:21', /does not run this time: .* Let it run too/],
      ['condition-name', '4:67', /does not run this time: .* Let it run too/],
      ['condition-name', '5:45', /does not run this time: .* Let it run too/],
    ],
  },
  {
    title: 'waves that cannot be read, and asserts that judge them',
    playbook: stages(
      '  - rollout: { waves: [1, 5x, 100%] }\n    stages:\n      - exec: a\n      - assert: { success-rate: 100, of: wave }\n',
    ),
    says: [['wrong-form', '3:27', /must be a percentage/]],
  },
  {
    title: 'a template that cannot be read, a condition and a pattern',
    playbook: stages(
      "  - exec: echo '{{.Names}}'\n    when: results.foo.outcome = 'failed'\n    hosts: mangers\n",
    ),
    says: [
      ['template-syntax', '3:17', /\\\{\{\.Names\}\}/],
      ['condition-syntax', '4:31', /==/],
      ['pattern-unknown', '5:12', /Did you mean managers/],
    ],
  },
  {
    title: 'an unquoted mode and a file that is not there',
    playbook: stages('  - transfer: { src: nix, dest: /tmp/x, mode: 0755 }\n'),
    says: [
      ['file-missing', '3:22', /./],
      ['bad-mode', '3:47', /"0755"/],
    ],
  },
  {
    title: 'a file that is not there beside templates that cannot be filled in',
    playbook: stages('  - transfer: { src: nix, dest: "/tmp/{{foo}}", owner: "{{bar" }\n'),
    says: [
      ['file-missing', '3:22', /./],
      ['variable-undefined', '3:41', /foo/],
      ['template-syntax', '3:57', /Close it/],
    ],
  },
  {
    title: 'a file that is not there beside a dest that is no text',
    playbook: stages('  - transfer: { src: nix, dest: 5 }\n    when: rol == 3\n'),
    says: [
      ['file-missing', '3:22', /./],
      ['yaml-number-for-text', '3:33', /"5"/],
      ['condition-name', '4:11', /Did you mean `role`/],
    ],
  },
  {
    title: 'a setting, a condition and a variable of one stage',
    playbook: stages(
      '  - exec: { command: "echo {{x}}", chdir: 5 }\n    retry: 3\n    when: foo ==\n    become: yes\n    vars: { a: "{{nix}}" }\n',
    ),
    says: [
      ['variable-undefined', '3:30', /`x` is not defined/],
      ['yaml-number-for-text', '3:43', /"5"/],
      ['wrong-type', '4:12', /attempts: 3/],
      ['condition-syntax', '5:11', /CEL/],
      ['yaml-boolean-word', '6:13', /true/],
      ['variable-undefined', '7:19', /`nix` is not defined/],
    ],
  },
  {
    title: 'a kind that nobody knows, with a condition and a pattern',
    playbook: stages(
      '  - zfs_pool: tank\n    when: role = 3\n    hosts: mangers\n    register: pool\n  - exec: echo {{results.pool.stdout}}\n',
    ),
    says: [
      ['unknown-kind', '3:5', /exec/],
      ['condition-syntax', '4:16', /==/],
      ['pattern-unknown', '5:12', /managers/],
    ],
  },
  {
    title: 'a stage without hosts that has a condition and a file too',
    playbook: 'stages:\n  - transfer: { src: nix, dest: /x }\n    when: role = 3\n',
    says: [
      ['no-hosts-named', '2:5', /Add hosts/],
      ['file-missing', '2:22', /./],
      ['condition-syntax', '3:16', /==/],
    ],
  },
  {
    title: 'a stage on this machine with a template and a condition',
    playbook: stages('  - local: echo {{.foo}}\n    when: bla == 3\n'),
    says: [
      ['template-syntax', '3:17', /\\\{\{\.foo\}\}/],
      ['condition-name', '4:11', /vars/],
    ],
  },
  {
    title: 'a rate, a claim and a stage to judge',
    playbook: stages('  - exec: "true"\n  - assert: { success-rate: 101, that: "stage.ok =< 3", of: foo }\n'),
    says: [
      ['out-of-range', '4:29', /100/],
      ['condition-syntax', '4:50', /==/],
      ['judged-unknown', '4:61', /No stage/],
    ],
  },
  {
    title: 'an include of a missing file with a condition and a pattern',
    playbook: stages('  - include: nix.yml\n    when: a = 1\n    hosts: mangers\n'),
    says: [
      ['file-missing', '3:14', /beside/],
      ['condition-syntax', '4:13', /==/],
      ['pattern-unknown', '5:12', /managers/],
    ],
  },
  {
    title: 'an inventory with mistakes, and a playbook with others',
    playbook:
      'hosts: managers\nstages:\n  - exec: echo {{role}} {{relase}}\n  - exec: echo {{rack}}\n    hosts: w1,wrkers\n    when: role = 1\n',
    inventory:
      'hosts:\n  bastion: { prot: 22 }\ngroups:\n  managers:\n    hosts: { m1: { jump: bastin } }\n    vras: { role: manager, rack: a }\n  workers: { hosts: ["w[1-3]"] }\n',
    says: [
      ['unknown-key', 'inventory.yml:2:14', /Did you mean port/],
      ['unknown-host', 'inventory.yml:5:20', /Did you mean bastion/],
      ['unknown-key', 'inventory.yml:6:5', /Did you mean vars/],
      ['variable-undefined', '3:27', /`relase` is not defined/],
      ['pattern-unknown', '5:15', /Did you mean workers/],
      ['condition-syntax', '6:16', /==/],
    ],
  },
  {
    title: 'an inventory that is not there, and a playbook with mistakes',
    playbook: stages('  - exec: echo {{role}}\n    when: role = 1\n  - transfer: { src: nix, dest: /x }\n'),
    args: ['validate', 'playbook.yml', '-i', 'nix.yml'],
    says: [
      ['file-unreadable', '', /nix\.yml/],
      ['condition-syntax', '4:16', /==/],
      ['file-missing', '5:22', /./],
    ],
  },
  {
    title: 'no inventory at all',
    playbook: stages(
      '  - exec: echo {{role}} {{results.nix.ok}}\n    when: role = 1\n  - transfer: { src: nix, dest: /x }\n',
    ),
    args: ['validate', 'playbook.yml'],
    says: [
      ['result-unknown', '3:27', /register/],
      ['condition-syntax', '4:16', /==/],
      ['file-missing', '5:22', /./],
    ],
  },
  {
    title: 'a word of the command line that is wrong',
    playbook: stages('  - exec: echo {{relase}} {{nix}}\n'),
    args: ['validate', 'playbook.yml', '-i', 'inventory.yml', '-e', 'relase'],
    says: [
      ['extra-vars', '', /NAME=VALUE/],
      ['variable-undefined', '3:29', /`nix` is not defined/],
    ],
  },
  {
    title: 'a limit and tags that do not exist, and a misspelt variable',
    playbook: stages('  - exec: echo {{relase}}\n'),
    args: ['playbook.yml', '-i', 'inventory.yml', '-l', 'mangers', '--tags', 'nix'],
    says: [
      ['unknown-tag', '', /No stage has tags/],
      ['pattern-unknown', '', /Did you mean managers/],
      ['variable-undefined', '3:18', /relase/],
    ],
  },
  {
    title: 'lines that are no YAML between others that have mistakes of their own',
    playbook: stages(
      '  - name: Fix: this\n    exec: echo {{nix}}\n  - exec: "unclosed\n  - exec: echo {{nix}}\n    whne: a = 1\n  - transfer: { src: nix, dest: /x\n  - reboot: {}\n\thosts: w1\n    timeout: 5 min\n',
    ),
    says: [
      ['yaml-syntax', '3:14', /quotes/],
      ['variable-undefined', '4:18', /nix/],
      ['yaml-syntax', '5:11', /closing quote/],
      ['variable-undefined', '6:18', /nix/],
      ['unknown-key', '7:5', /Did you mean when/],
      ['condition-syntax', '7:13', /==/],
      ['yaml-syntax', '8:15', /Close it/],
      ['yaml-tab-indent', '10:1', /spaces/],
      ['bad-duration', '11:14', /5m/],
    ],
  },
  {
    title: 'a line of the inventory that is no YAML, and names that may have stood there',
    playbook: stages(
      '  - exec: echo {{rack}} {{relase}}\n    hosts: m1,w1\n  - exec: "true"\n    hosts: wrkers\n',
    ),
    inventory:
      'groups:\n  managers:\n    hosts: { m1: { vars: { rack: a }\n  workers: { hosts: ["w[1-3]"] }\n',
    says: [
      ['yaml-syntax', 'inventory.yml:3:18', /Close it/],
      ['variable-undefined', '3:27', /relase/],
      ['pattern-unknown', '6:12', /Did you mean workers/],
    ],
  },
  {
    title: 'misspelt keys, one below the other',
    playbook:
      'host: all\nvar: { release: 1 }\nstage:\n  - exce: { comand: "echo {{release}} {{nix}}", env: 5 }\n    regster: foo\n  - tranfer: { src: nix, dst: "/b/{{results.foo.stdout}}" }\n',
    says: [
      ['unknown-key', '1:1', /hosts/],
      ['unknown-key', '2:1', /vars/],
      ['unknown-key', '3:1', /stages/],
      ['unknown-key', '4:5', /exec/],
      ['unknown-key', '4:13', /command/],
      ['variable-undefined', '4:41', /nix/],
      ['wrong-type', '4:54', /env/],
      ['unknown-key', '5:5', /register/],
      ['unknown-key', '6:5', /transfer/],
      ['file-missing', '6:21', /./],
      ['unknown-key', '6:26', /dest/],
    ],
  },
  {
    title: 'a dash that is swallowed by the text above, and results of hosts where there is none',
    playbook:
      'hosts: all\nvars:\n  list:\n  - a\n   - b\nstages:\n  - exec: echo {{list}}\n    register: a\n  - local: echo x\n    when: results.a.ok\n',
    says: [
      ['yaml-syntax', '5:4', /dashes of one list/],
      ['condition-name', '10:19', /stages\.a\.failed == 0/],
    ],
  },
  {
    title: 'keys without their colon or the space after it',
    playbook:
      'hosts all\nstages:\n  - exec: echo {{nix}}\n    become:true\n    when:role == 1\n  - exec: echo {{nix}}\n',
    says: [
      ['yaml-syntax', '1:1', /a colon and a space/],
      ['variable-undefined', '3:18', /nix/],
      ['yaml-syntax', '4:11', /a space after the colon/],
      ['yaml-syntax', '5:9', /a space after the colon/],
      ['variable-undefined', '6:18', /nix/],
    ],
  },
  {
    title: 'a vars file with a template without quotes, and a misspelt variable',
    playbook: stages('  - exec: echo {{release}} {{port}} {{nope}}\n'),
    files: { 'group_vars/all.yml': 'release: {{x}}\nport: 80\n' },
    says: [
      ['yaml-unquoted-template', 'group_vars/all.yml:1:10', /Quote the whole value/],
      ['variable-undefined', '3:39', /nope/],
    ],
  },
];
