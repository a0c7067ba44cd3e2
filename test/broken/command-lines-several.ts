import type { Broken } from './broken.ts';

/** Command lines, models and tests with several mistakes. */
export const brokenCommandLinesTogether: readonly Broken[] = [
  {
    title: 'names of variables',
    args: ['validate', 'playbook.yml', '-i', 'inventory.yml', '-e', '1a=b', '-e', '=x'],
    says: [
      ['extra-vars', '', /It takes NAME=VALUE, a map/],
      ['extra-vars', '', /It takes NAME=VALUE, a map/],
    ],
  },
  {
    title: 'several variables behind one -e, and a map without blanks',
    playbook: 'hosts: all\nvars: { release: 1, env: x }\nstages: [{ exec: "echo {{release}} {{env}}" }]\n',
    args: [
      ...['validate', 'playbook.yml', '-i', 'inventory.yml', '-e', 'release=1.4.0 env=prod'],
      ...['-e', '{env:1}', '-e', '{"a b": 1}', '-e', 'env=a b'],
    ],
    says: [
      ['extra-vars', '', /-e release: .*, and env= in it sets nothing\. .* -e release=VALUE -e env=VALUE\./],
      ['extra-vars', '-e:1:2', /Put a space after each colon/],
      ['extra-vars', '-e:1:2', /It takes NAME=VALUE/],
    ],
  },
  {
    title: 'values with a NAME= of something else, or of a var that a template or a condition uses',
    playbook: `hosts: all\nstages:\n  - exec: echo {{dsn}} {{ssh}} {{größe}} {{zone}} {{host.name}}\n    when: has(vars.tier)\n`,
    args: [
      ...['validate', 'playbook.yml', '-i', 'inventory.yml', '-e', 'dsn=host=db port=5432 name=x'],
      ...['-e', 'ssh=ssh -o A=b', '-e', 'größe=3 zone=a', '-e', 'zone=a tier=b'],
    ],
    says: [
      ['extra-vars', '', /-e größe: .*, and zone= in it sets nothing/],
      ['extra-vars', '', /-e zone: .*, and tier= in it sets nothing/],
      ['variable-undefined', '4:20', /has\(vars\.tier\) is false/],
    ],
  },
  {
    title: 'extra vars of the environment: for many playbooks, so one of them need not use all',
    args: ['validate', 'playbook.yml', '-i', 'inventory.yml'],
    env: { AEON_EXTRA_VARS: 'a=1\nrelease=1 role=x\n1b=x' },
    says: [
      ['extra-vars', '', /^AEON_EXTRA_VARS: 1b cannot be the name/],
      ['extra-vars', '', /^AEON_EXTRA_VARS release: .* Write each variable on a line of its own/],
    ],
  },
  {
    title: 'an extra var of a test that nothing uses',
    files: {
      't.yml': `playbook: playbook.yml
inventory: inventory.yml
cases:
  - { name: a, extra-vars: { relase: 1 }, limit: nix, expect: { exit-code: 0 } }
`,
    },
    args: ['simulate', '--test', 't.yml'],
    says: [
      ['variable-unused', 't.yml:4:28', /In the test "a": extra-vars relase: .* Did you mean release/],
      ['pattern-unknown', 't.yml:4:50', /./],
    ],
  },
  {
    title: 'a map that is not closed',
    args: ['validate', 'playbook.yml', '-i', 'inventory.yml', '-e', '{a: 1'],
    says: [['yaml-syntax', '-e:1:1', /Close it, or indent all/]],
  },
  {
    title: 'a file of vars',
    files: { 'x.yml': 'a: "b\nc: 1\n' },
    args: ['validate', 'playbook.yml', '-i', 'inventory.yml', '-e', '@x.yml'],
    says: [['yaml-syntax', 'x.yml:1:4', /Add the closing quote; double/]],
  },
  {
    title: 'a range of a limit',
    args: ['playbook.yml', '-i', 'inventory.yml', '-l', 'w[1-'],
    says: [['pattern-syntax', '', /Write it like w\[1-20\]/]],
  },
  {
    title: 'a stage, a tag and a host that do not exist',
    playbook:
      'hosts: all\nstages:\n  - name: One\n    exec: "true"\n    tags: [a]\n    register: one\n  - name: Two\n    exec: "false"\n',
    args: ['playbook.yml', '-i', 'inventory.yml', '-l', 'm1,nix', '--tags', 'x', '--start-at', 'Thre'],
    says: [
      ['unknown-stage', '', /Write a name or a number/],
      ['unknown-tag', '', /There are: a/],
      ['pattern-unknown', '', /Look at the names with/],
    ],
  },
  {
    title: 'tags that leave nothing',
    playbook:
      'hosts: all\nstages:\n  - name: One\n    exec: "true"\n    tags: [a]\n    register: one\n  - name: Two\n    exec: "false"\n',
    args: ['playbook.yml', '-i', 'inventory.yml', '--tags', 'a', '--skip-tags', 'a'],
    says: [['no-stages-left', '', /Choose fewer or other tags/]],
  },
  {
    title: 'a tag that only stages of on-failure have',
    playbook:
      'hosts: all\nstages:\n  - rollout: { waves: [1, 100%] }\n    stages:\n      - exec: "true"\n    on-failure:\n      - exec: ./back\n        tags: back\n',
    args: ['playbook.yml', '-i', 'inventory.yml', '--tags', 'back'],
    says: [['no-stages-left', '', /Choose what they repair too/]],
  },
  {
    title: 'a model with a misspelt key',
    files: { 'm.yml': 'host: {}\n' },
    args: ['simulate', 'playbook.yml', '-i', 'inventory.yml', '--model', 'm.yml'],
    says: [['unknown-key', 'm.yml:1:1', /Did you mean hosts\? Keys/]],
  },
  {
    title: 'a model of another tool',
    files: { 'm.yml': 'latency: fast\nfail: 5\ncommands:\n  - run: x\n' },
    args: ['simulate', 'playbook.yml', '-i', 'inventory.yml', '--model', 'm.yml'],
    says: [
      ['unknown-key', 'm.yml:1:1', /Keys that can stand here/],
      ['unknown-key', 'm.yml:2:1', /Keys that can stand here/],
      ['unknown-key', 'm.yml:4:5', /Keys that can stand here/],
    ],
  },
  {
    title: 'a model that is no YAML',
    files: { 'm.yml': 'a: "x\nb: [1\n' },
    args: ['simulate', 'playbook.yml', '-i', 'inventory.yml', '--model', 'm.yml'],
    says: [
      ['yaml-syntax', 'm.yml:1:4', /Add the closing quote; double/],
      ['yaml-syntax', 'm.yml:2:4', /Close it, or indent all/],
    ],
  },
  {
    title: 'tests under another name',
    files: { 't.yml': 'tests:\n  - name: x\n' },
    args: ['simulate', '--test', 't.yml'],
    says: [
      ['unknown-key', 't.yml:1:1', /Did you mean cases\? Keys/],
      ['missing-key', 't.yml:2:5', /Add expect: with a value/],
    ],
  },
  {
    title: 'tests with wrong expectations',
    playbook:
      'hosts: all\nstages:\n  - name: One\n    exec: "true"\n    tags: [a]\n    register: one\n  - name: Two\n    exec: "false"\n',
    files: {
      't.yml':
        'playbook: playbook.yml\ninventory: inventory.yml\ntests:\n  - name: a\n    expct: ok\n  - name: a\n    expect: { outcome: god, stages: [{ stage: Tree, ok: 5 }] }\n',
    },
    args: ['simulate', '--test', 't.yml'],
    says: [
      ['unknown-key', 't.yml:3:1', /Did you mean cases\? Keys/],
      ['unknown-key', 't.yml:5:5', /Did you mean expect\? Keys/],
      ['wrong-type', 't.yml:7:24', /For example outcome: \{ w3/],
      ['wrong-type', 't.yml:7:37', /For example stages: \{ Install/],
    ],
  },
  {
    title: 'tests whose settings are wrong, each in its own way',
    files: {
      't.yml': [
        'playbook: playbook.yml',
        'inventory: inventory.yml',
        'cases:',
        ...[
          'limit: mangers',
          'tags: nix',
          'start-at: Nix',
          'model: nix.yml',
          'inventory: inventry.yml',
          'extra-vars: { "a b": 1 }',
        ].map((setting, at) => `  - name: case ${at}\n    ${setting}\n    expect: { exit-code: 0 }`),
        '  - { name: case 6, playbook: playbok.yml, model: nix.yml, expect: { exit-code: 0 } }\n',
      ].join('\n'),
    },
    args: ['simulate', '--test', 't.yml', '--test', 'u.yml'],
    says: [
      ['file-unreadable', '', /The test u\.yml does not exist/],
      ['pattern-unknown', 't.yml:5:12', /In the test "case 0": --limit.*Did you mean managers/],
      ['unknown-tag', 't.yml:8:11', /In the test "case 1"/],
      ['unknown-stage', 't.yml:11:15', /In the test "case 2"/],
      ['file-unreadable', 't.yml:14:12', /In the test "case 3": The model nix\.yml does not exist/],
      ['file-unreadable', 't.yml:17:16', /In the test "case 4": .*Did you mean inventory\.yml/],
      ['extra-vars', 't.yml:20:17', /In the test "case 5": This cannot be the name.* role, http_port/],
      ['file-unreadable', 't.yml:22:31', /In the test "case 6": .*Did you mean playbook\.yml/],
      ['file-unreadable', 't.yml:22:51', /In the test "case 6": The model/],
    ],
  },
  {
    title: 'tests without a playbook',
    files: { 't.yml': 'inventory: inventory.yml\ncases:\n  - { name: a, expect: { exit-code: 0 } }\n' },
    args: ['simulate', '--test', 't.yml'],
    says: [['missing-key', 't.yml:3:5', /In the test "a": It names no playbook/]],
  },
  {
    title: 'a model with numbers where shares are meant, and exit codes without them',
    files: {
      'm.yml':
        'hosts:\n  - { down: { chance: 30, as: refused } }\n  - { link-lost: 0.5, login-rejected: 2 }\n  - { link-lost: 0 }\ncommands:\n  - { exit: 5 }\n',
    },
    args: ['simulate', 'playbook.yml', '-i', 'inventory.yml', '--model', 'm.yml'],
    says: [
      ['wrong-form', 'm.yml:2:23', /Write 30%\.$/],
      ['wrong-form', 'm.yml:3:18', /5% or 0\.5%\.$/],
      ['wrong-form', 'm.yml:3:39', /Write 2%\.$/],
      ['wrong-form', 'm.yml:4:18', /Write 0%\.$/],
      ['wrong-type', 'm.yml:6:13', /For example exit: \{ "1": 2%, "75": 0\.5% \}/],
    ],
  },
  {
    title: 'tests with seeds and an end that cannot be',
    files: {
      't.yml':
        'playbook: playbook.yml\ninventory: inventory.yml\nseeds: 1-10000000\ncases:\n  - { name: a, seeds: 9-1, expect: { exit-code: 0, stops-in: true } }\n',
    },
    args: ['simulate', '--test', 't.yml'],
    says: [
      ['out-of-range', 't.yml:3:8', /more than 10,000 seeds\. Write fewer/],
      ['out-of-range', 't.yml:5:23', /Write the smaller number first/],
      ['wrong-choice', 't.yml:5:62', /name or number of the stage/],
    ],
  },
  {
    title: 'a directory as a file of vars',
    files: { 'site/x': '' },
    args: ['validate', 'playbook.yml', '-i', 'inventory.yml', '-e', '@site'],
    says: [['file-unreadable', '', /site is a directory\. Name a file in it\.$/]],
  },
  {
    title: 'a model whose ranges run backwards',
    files: {
      'm.yml':
        'hosts:\n  - { latency: { uniform: [90s, 30s] } }\n  - { login: { normal: 5s, deviation: 1s, min: 9s, max: 1s } }\n  - { flapping: { up: 0, down: 0s } }\n  - { latency: { uniform: [500ms, 1] }, flapping: { up: 0, down: 1s } }\ncommands:\n  - { takes: { uniform: [1h, 59m] } }\n',
    },
    args: ['simulate', 'playbook.yml', '-i', 'inventory.yml', '--model', 'm.yml'],
    says: [
      ['out-of-range', 'm.yml:2:27', /runs backwards.* smaller one first/],
      ['out-of-range', 'm.yml:3:48', /min is more than max/],
      ['out-of-range', 'm.yml:4:17', /up for no time and down for no time/],
      ['out-of-range', 'm.yml:7:25', /runs backwards/],
    ],
  },
  {
    title: 'tests whose ranges run backwards',
    files: {
      't.yml':
        'playbook: playbook.yml\ninventory: inventory.yml\ncases:\n  - name: a\n    model: { hosts: [{ latency: { uniform: [2s, 1s] } }] }\n    expect: { touched: { min: 3, max: 1 }, takes: { min: 2m, max: 90s }, stages: { "1": { ok: { min: 2, max: 1 } } } }\n',
    },
    args: ['simulate', '--test', 't.yml'],
    says: [
      ['out-of-range', 't.yml:5:44', /runs backwards/],
      ['out-of-range', 't.yml:6:31', /runs backwards/],
      ['out-of-range', 't.yml:6:58', /runs backwards/],
      ['out-of-range', 't.yml:6:102', /runs backwards/],
    ],
  },
  {
    title: 'tests as a list',
    files: { 't.yml': '- a\n' },
    args: ['simulate', '--test', 't.yml'],
    says: [['wrong-type', 't.yml:1:1', /Write "key: value" lines there/]],
  },
];
