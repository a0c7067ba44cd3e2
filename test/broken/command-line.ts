import { type Broken, stages } from './broken.ts';

const run = ['playbook.yml', '-i', 'inventory.yml'];
const validate = ['validate', ...run];

/** What people type. */
export const brokenCommandLines: readonly Broken[] = [
  {
    title: 'a misspelt playbook',
    args: ['playbok.yml', '-i', 'inventory.yml'],
    says: [['file-unreadable', '', /Did you mean playbook\.yml/]],
  },
  {
    title: 'a playbook with the other ending',
    args: ['playbook.yaml', '-i', 'inventory.yml'],
    says: [['file-unreadable', '', /Did you mean playbook\.yml/]],
  },
  {
    title: 'a misspelt inventory',
    args: ['playbook.yml', '-i', 'inventry.yml'],
    says: [['file-unreadable', '', /Did you mean inventory\.yml/]],
  },
  {
    title: 'both misspelt',
    args: ['playbok.yml', '-i', 'inventry.yml'],
    says: [
      ['file-unreadable', '', /playbook\.yml/],
      ['file-unreadable', '', /inventory\.yml/],
    ],
  },
  {
    title: 'a directory as a playbook',
    files: { 'site/x': '' },
    args: ['site', '-i', 'inventory.yml'],
    says: [['file-unreadable', '', /is a directory/]],
  },
  {
    title: 'a directory as an inventory',
    files: { 'site/x': '' },
    args: ['playbook.yml', '-i', 'site'],
    says: [['file-unreadable', '', /is a directory/]],
  },
  { title: 'no inventory', args: ['playbook.yml'], says: [['no-inventory', '', /-i inventory\.yml/]] },
  {
    title: 'playbook and inventory in each other’s place',
    args: ['inventory.yml', '-i', 'playbook.yml'],
    says: [
      ['wrong-type', 'inventory.yml:1:1', /inventory/],
      ['wrong-type', '4:1', /playbook/],
    ],
  },
  {
    title: 'hosts of a line as a file',
    args: ['playbook.yml', '-i', '10.0.0.1:pi:secret'],
    says: [['file-unreadable', '', /-H/]],
  },
  { title: 'a host as a file', args: ['playbook.yml', '-i', 'm1,m2'], says: [['file-unreadable', '', /./]] },
  {
    title: '-e with a misspelt name, and one that a template file or a host has',
    playbook: `vars: { release: 1 }\n${stages('  - template: { src: a.conf, dest: /a.conf }\n  - exec: echo {{release}}')}`,
    inventory: 'hosts: { m1: { address: 10.0.0.1, vars: { rack: a } } }\n',
    files: { 'a.conf': 'port {{port}}' },
    args: [...validate, '-e', 'relase=2', '-e', '{"rack": "b", "port": 80}', '-e', 'nix=relase'],
    says: [
      ['variable-unused', '', /relase: .* Did you mean release/],
      ['variable-unused', '', /nix: .* leave it out/],
    ],
  },
  { title: '-e without =', args: [...run, '-e', 'release'], says: [['extra-vars', '', /NAME=VALUE/]] },
  {
    title: '-e with a file and no @',
    args: [...run, '-e', 'vars.yml'],
    files: { 'vars.yml': 'a: 1' },
    says: [['extra-vars', '', /-e @vars\.yml/]],
  },
  {
    title: '-e with a file that is not there',
    args: [...run, '-e', '@var.yml'],
    files: { 'vars.yml': 'a: 1' },
    says: [['file-unreadable', '', /Did you mean vars\.yml/]],
  },
  {
    title: '-e with a file that is a list',
    args: [...run, '-e', '@vars.yml'],
    files: { 'vars.yml': '- a\n' },
    says: [['extra-vars', 'vars.yml:1:1', /name: value/]],
  },
  { title: '-e with broken JSON', args: [...run, '-e', '{"a": '], says: [['yaml-syntax', '-e:1:1', /./]] },
  { title: '-e with a bad name', args: [...run, '-e', '1a=x'], says: [['extra-vars', '', /letters/]] },
  {
    title: 'a misspelt limit',
    args: [...run, '--limit', 'mangers'],
    says: [['pattern-unknown', '', /Did you mean managers/]],
  },
  { title: 'an empty limit', args: [...run, '--limit', ''], says: [['pattern-empty', '', /all/]] },
  {
    title: 'a limit that starts with !',
    args: [...run, '--limit', '!m1'],
    says: [['pattern-syntax', '', /all:!m1/]],
  },
  {
    title: 'a limit that leaves nobody',
    playbook: 'hosts: workers\nstages: [{ exec: "true" }]\n',
    args: [...run, '--limit', 'm1'],
    says: [['limit-leaves-nothing', '', /./]],
  },
  {
    title: 'a misspelt tag',
    playbook: stages('  - { exec: "true", tags: deploy }\n'),
    args: [...run, '--tags', 'deply'],
    says: [['unknown-tag', '', /Did you mean deploy/]],
  },
  {
    title: 'tags that leave nothing',
    playbook: stages('  - { exec: "true", tags: deploy }\n'),
    args: [...run, '--skip-tags', 'deploy'],
    says: [['no-stages-left', '', /./]],
  },
  {
    title: 'a misspelt --start-at',
    playbook: stages('  - { exec: "true", name: Install }\n'),
    args: [...run, '--start-at', 'Instal'],
    says: [['unknown-stage', '', /Did you mean Install/]],
  },
  {
    title: 'a --start-at of two stages',
    playbook: stages('  - { exec: "true", name: Restart }\n  - { exec: "true", name: Restart }\n'),
    args: [...run, '--start-at', 'Restart'],
    says: [['unknown-stage', '', /Restart: 1, 2\. .*--start-at 2/]],
  },
  {
    title: 'a --start-at beyond the end',
    args: [...run, '--start-at', '9'],
    says: [['unknown-stage', '', /1/]],
  },
  {
    title: 'options of the login that the inventory overrules, and a key that is not there',
    inventory: 'defaults: { user: pi, key: key, become: { method: su } }\nhosts: { m1: { password: x } }\n',
    args: [...run, '-u', 'root', '--key', 'nope', '--host-keys', 'strict', '--become-method', 'doas', '-k'],
    says: [
      ['file-unreadable', '', /nope of --key cannot be read \(ENOENT\)/],
      ['option-overruled', '', /--user counts for no host.*Leave it away/],
      ['option-overruled', '', /--key counts/],
      ['option-overruled', '', /--become-method counts/],
      ['option-overruled', '', /--ask-password counts/],
    ],
  },
  {
    title: 'a bad line of -H',
    args: ['playbook.yml', '-H', '10.0.0.1::secret'],
    says: [['host-name', '-H:1:1', /user/]],
  },
];
