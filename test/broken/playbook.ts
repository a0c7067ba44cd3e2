import { type Broken, stages } from './broken.ts';

/** What people write into playbooks. */
export const brokenPlaybooks: readonly Broken[] = [
  {
    title: 'a misspelt kind',
    playbook: stages('  - exce: "true"\n'),
    says: [['unknown-kind', '3:5', /Did you mean exec/]],
  },
  {
    title: 'a misspelt setting',
    playbook: stages('  - exec: "true"\n    bcome: true\n'),
    says: [['unknown-key', '4:5', /Did you mean become/]],
  },
  {
    title: 'a misspelt top key',
    playbook: 'hosts: all\nstage:\n  - exec: "true"\n',
    says: [['unknown-key', '2:1', /Did you mean stages/]],
  },
  {
    title: 'a misspelt key of a kind',
    playbook: stages('  - transfer: { source: a, dest: /b }\n'),
    files: { a: '' },
    says: [['unknown-key', '3:17', /src/]],
  },
  {
    title: 'a key that is missing',
    playbook: stages('  - transfer: { src: a }\n'),
    files: { a: '' },
    says: [['missing-key', '3:15', /Add dest/]],
  },
  {
    title: 'a kind of another tool',
    playbook: stages('  - shell: uptime\n'),
    says: [['other-tool', '3:5', /exec/]],
  },
  {
    title: 'an Ansible playbook',
    playbook: '- hosts: all\n  tasks:\n    - shell: uptime\n',
    says: [['wrong-type', '1:1', /stages/]],
  },
  {
    title: 'tasks in place of stages',
    playbook: 'hosts: all\ntasks:\n  - exec: "true"\n',
    says: [['other-tool', '2:1', /stages/]],
  },
  {
    title: 'two kinds in a stage',
    playbook: stages('  - exec: "true"\n    reboot: {}\n'),
    says: [['several-kinds', '4:5', /two stages/]],
  },
  {
    title: 'a stage that only has a name',
    playbook: stages('  - name: Later\n'),
    says: [['no-kind', '3:5', /Add one of/]],
  },
  {
    title: 'a kind with nothing after it',
    playbook: stages('  - exec:\n'),
    says: [['wrong-type', '3:5', /exec: /]],
  },
  { title: 'a bare kind', playbook: stages('  - reboot\n'), says: [['no-kind', '3:5', /reboot: \{\}/]] },
  { title: 'no stages', playbook: 'hosts: all\n', says: [['missing-key', '1:1', /stages/]] },
  {
    title: 'commands of nothing but blanks',
    playbook: stages('  - exec: "   "\n  - exec: ["true", " "]\n  - exec: ""\n  - local: "\\n"'),
    says: [
      ['wrong-form', '3:11', /not only blanks. Write it like/],
      ['wrong-form', '4:20', /not only blanks/],
      ['wrong-length', '5:11', /empty/],
      ['wrong-form', '6:12', /not only blanks/],
    ],
  },
  {
    title: 'an empty list of stages',
    playbook: 'hosts: all\nstages: []\n',
    says: [['wrong-length', '2:9', /./]],
  },
  {
    title: 'stages: with nothing below',
    playbook: 'hosts: all\nstages:\n',
    says: [['wrong-type', '2:1', /./]],
  },
  {
    title: 'stages that are a map',
    playbook: 'hosts: all\nstages:\n  exec: "true"\n',
    says: [['wrong-type', '2:1', /- /]],
  },
  {
    title: 'no hosts anywhere',
    playbook: 'stages:\n  - exec: "true"\n',
    says: [['no-hosts-named', '2:5', /Add hosts/]],
  },
  {
    title: 'an empty pattern',
    playbook: 'hosts: ""\nstages:\n  - exec: "true"\n',
    says: [['wrong-length', '1:8', /all/]],
  },
  {
    title: 'a misspelt group',
    playbook: stages('  - exec: "true"\n    hosts: mangers\n'),
    says: [['pattern-unknown', '4:12', /Did you mean managers/]],
  },
  {
    title: 'a misspelt host in an exclusion',
    playbook: stages('  - exec: "true"\n    hosts: all:!wx9\n'),
    says: [['pattern-unknown', '4:17', /./]],
  },
  {
    title: 'groups separated as in Ansible',
    playbook: stages('  - exec: "true"\n    hosts: managers:workers\n'),
    says: [['pattern-unknown', '4:12', /managers,workers/]],
  },
  {
    title: 'an exclusion that leaves nobody',
    playbook: stages('  - exec: "true"\n    hosts: managers:!managers\n'),
    says: [['pattern-no-hosts', '4:12', /inventory --graph/]],
  },
  {
    title: 'a range beyond the hosts',
    playbook: stages('  - exec: "true"\n    hosts: w[1-9]\n'),
    says: [['pattern-unknown', '4:12', /w\*/]],
  },
  {
    title: 'a range that runs backwards',
    playbook: stages('  - exec: "true"\n    hosts: w[3-1]\n'),
    says: [['pattern-syntax', '4:13', /./]],
  },
  {
    title: 'a misspelt variable',
    playbook: 'hosts: all\nvars: { release: "1" }\nstages:\n  - exec: echo {{relase}}\n',
    says: [['variable-undefined', '4:18', /Did you mean `release`/]],
  },
  {
    title: 'a variable that only some hosts have',
    playbook: 'hosts: managers\nstages:\n  - exec: echo {{rack}}\n',
    says: [['variable-undefined', '3:18', /m2|default/]],
  },
  {
    title: 'a variable in a branch that is not taken',
    playbook: stages('  - exec: echo {{#if false}}{{nope}}{{/if}}\n'),
    says: [['variable-undefined', '3:31', /./]],
  },
  {
    title: 'an empty variable',
    playbook: 'hosts: all\nvars: { dir: "" }\nstages:\n  - exec: rm -rf /srv/{{dir}}\n',
    says: [['variable-empty', '4:25', /default|value/]],
  },
  {
    title: 'variables in a circle',
    playbook: 'hosts: m1\nvars: { a: "{{b}}", b: "{{a}}" }\nstages:\n  - exec: echo {{a}}\n',
    says: [['variable-cycle', '2:13', /./]],
  },
  {
    title: 'a template that is not closed',
    playbook: stages('  - exec: "echo {{role"\n'),
    says: [['template-syntax', '3:17', /\}\}/]],
  },
  {
    title: 'a filter of Jinja',
    playbook: stages('  - exec: "echo {{ role | upper }}"\n'),
    says: [['template-syntax', '3:17', /\{\{upper role\}\}/]],
  },
  {
    title: 'a condition of Jinja',
    playbook: stages('  - exec: "{% if role %}x{% endif %}"\n'),
    says: [
      ['template-not-allowed', '3:12', /\{\{#if/],
      ['template-not-allowed', '3:26', /\{\{#if/],
    ],
  },
  {
    title: 'an unknown helper',
    playbook: stages('  - exec: echo {{upcase role}}\n'),
    says: [['template-helper', '3:16', /There are default/]],
  },
  {
    title: 'a value inside of a second shell',
    playbook: stages(`  - exec: sh -c 'echo {{role}}'\n    hosts: managers\n`),
    says: [['shell-twice', '3:23', /quote x/]],
  },
  {
    title: 'a list inside of quotes',
    playbook: 'hosts: m1\nvars: { l: [a, b] }\nstages:\n  - exec: echo "{{l}}"\n',
    says: [['template-value', '4:17', /join/]],
  },
  {
    title: 'a bad duration',
    playbook: stages('  - exec: "true"\n    timeout: 5 minutes\n'),
    says: [['bad-duration', '4:14', /5m/]],
  },
  {
    title: 'no time at all',
    playbook: stages(
      ['0', '0s', '0h00m', '0.0s']
        .map((time) => `  - exec: "true"\n    timeout: ${time}\n    retry: { delay: 0 }\n`)
        .join(''),
    ),
    says: [
      ['bad-duration', '4:14', /90s/],
      ['bad-duration', '7:14', /90s/],
      ['bad-duration', '10:14', /90s/],
      ['bad-duration', '13:14', /90s/],
    ],
  },
  {
    title: 'retry as a number',
    playbook: stages('  - exec: "true"\n    retry: 3\n'),
    says: [['wrong-type', '4:12', /attempts: 3/]],
  },
  {
    title: 'too many at once',
    playbook: stages('  - exec: "true"\n    concurrency: 0\n'),
    says: [['out-of-range', '4:18', /at least 1/]],
  },
  {
    title: 'a number as text',
    playbook: stages('  - exec: "true"\n    concurrency: "20"\n'),
    says: [['wrong-type', '4:18', /quotes|without/i]],
  },
  {
    title: 'a condition that does not parse',
    playbook: stages('  - exec: "true"\n    when: role = "manager"\n'),
    says: [['condition-syntax', '4:16', /==/]],
  },
  {
    title: 'a condition with a misspelt name',
    playbook: stages('  - exec: "true"\n    when: rle == "manager"\n'),
    says: [['condition-name', '4:11', /Did you mean `role`/]],
  },
  {
    title: 'a condition of Ansible',
    playbook: stages('  - exec: "true"\n    when: role == "manager" and release is defined\n'),
    says: [['condition-syntax', '4:41', /has\(/]],
  },
  {
    title: 'a condition that is no condition',
    playbook: stages('  - exec: "true"\n    when: role\n'),
    says: [['condition-type', '4:11', /./]],
  },
  {
    title: 'a template in a condition',
    playbook: stages(`  - exec: "true"\n    when: "{{role}} == 'manager'"\n`),
    says: [['template-not-here', '4:12', /./]],
  },
  {
    title: 'true as a condition',
    playbook: stages('  - exec: "true"\n    when: true\n'),
    says: [['wrong-type', '4:11', /./]],
  },
  {
    title: 'a result that nobody registers',
    playbook: stages('  - exec: "true"\n    register: check\n  - exec: "true"\n    when: results.chek.ok\n'),
    says: [['condition-name', '6:19', /Did you mean `check`/]],
  },
  {
    title: 'a result of a later stage',
    playbook: stages('  - exec: "true"\n    when: results.check.ok\n  - exec: "true"\n    register: check\n'),
    says: [['condition-name', '4:19', /Put it after/]],
  },
  {
    title: 'a register with a dash',
    playbook: stages('  - exec: "true"\n    register: my-check\n'),
    says: [['wrong-form', '4:15', /./]],
  },
  {
    title: 'the same register twice',
    playbook: stages('  - exec: "true"\n    register: a\n  - exec: "true"\n    register: a\n'),
    says: [['duplicate-register', '6:15', /another name/]],
  },
  {
    title: 'a file that is not there',
    playbook: stages('  - transfer: { src: instal.sh, dest: /b }\n'),
    files: { 'install.sh': '' },
    says: [['file-missing', '3:22', /install\.sh/]],
  },
  {
    title: 'a directory as a file',
    playbook: stages('  - transfer: { src: conf, dest: /b }\n'),
    files: { 'conf/x': '' },
    says: [['file-missing', '3:22', /./]],
  },
  {
    title: 'an assert before any stage',
    playbook: stages('  - assert: { success-rate: 95 }\n  - exec: "true"\n'),
    says: [['nothing-to-judge', '3:5', /./]],
  },
  {
    title: 'an assert with a percent sign',
    playbook: stages('  - exec: "true"\n  - assert: { success-rate: 95% }\n'),
    says: [['wrong-type', '4:29', /95/]],
  },
  {
    title: 'an assert over 100',
    playbook: stages('  - exec: "true"\n  - assert: { success-rate: 950 }\n'),
    says: [['out-of-range', '4:29', /100/]],
  },
  {
    title: 'an assert of a misspelt stage',
    playbook: stages('  - exec: "true"\n    name: Install\n  - assert: { success-rate: 95, of: Instal }\n'),
    says: [['judged-unknown', '5:37', /Install/]],
  },
  {
    title: 'an assert with hosts',
    playbook: stages('  - exec: "true"\n  - assert: { success-rate: 95 }\n    hosts: m1\n'),
    says: [['unknown-key', '5:5', /Remove/]],
  },
  {
    title: 'a number for a command',
    playbook: stages('  - exec: 42\n'),
    says: [['wrong-type', '3:11', /quote it: exec: "42"/]],
  },
  {
    title: 'a bare true for a command',
    playbook: stages('  - exec: true\n'),
    says: [['wrong-type', '3:11', /quote it: exec: "true"/]],
  },
  {
    title: 'an inventory',
    playbook: 'groups:\n  web: { hosts: [w1] }\n',
    says: [['wrong-type', '1:1', /inventory/]],
  },
  {
    title: 'sudo in the command and no become',
    playbook: stages('  - exec: "true"\n    become: root\n'),
    says: [['wrong-type', '4:13', /user: root/]],
  },
  {
    title: 'a var with a name of ours',
    playbook: 'hosts: m1\nvars: { host: x }\nstages: [{ exec: "true" }]\n',
    says: [['reserved-name', '2:9', /my_host/]],
  },
  {
    title: 'become in a wrong map',
    playbook: stages('  - exec: "true"\n    become: { usr: root }\n'),
    says: [['unknown-key', '4:15', /user/]],
  },
  {
    title: 'a null for a setting',
    playbook: stages('  - exec: "true"\n    timeout:\n'),
    says: [['bad-duration', '4:5', /90s/]],
  },
  { title: 'a playbook that is one word', playbook: 'hello\n', says: [['wrong-type', '1:1', /stages/]] },
];
