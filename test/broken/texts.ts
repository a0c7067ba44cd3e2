import type { Broken } from './broken.ts';

/** Templates, conditions and results: several mistakes in one text, or in neighbours. */
export const brokenTexts: readonly Broken[] = [
  {
    title: 'names of variables that nothing can use',
    playbook:
      'hosts: all\nvars: { 1x: a, größe: b }\nstages:\n  - exec: echo {{größe}} {{x-y}}\n    vars: { "a b": c, x-y: d }\n',
    inventory: 'hosts:\n  m1: { vars: { "{{role}}": x } }\n',
    files: { 'group_vars/all.yml': 'a.b: 1\n' },
    says: [
      ['wrong-form', '2:9', /The key 1x must be .* no digit first/],
      ['wrong-form', '5:13', /This key must be .* no digit first/],
      ['wrong-form', 'inventory.yml:2:17', /This key must be .* no digit first/],
      ['wrong-form', 'group_vars/all.yml:1:1', /The key a\.b must be .* no digit first/],
    ],
  },
  {
    title: 'helpers, partials and blocks',
    playbook:
      'hosts: all\nstages:\n  - exec: echo {{upper role}} {{uppercase role}} {{#each}}x{{/each}} {{#if role}}a{{/unless}}\n  - exec: echo {{#if role}}x\n  - exec: echo {{> part}} {{{{raw}}}} {{!-- c\n  - exec: echo {{role | upper}} {{role ~}} {{role.name}} {{ role[0] }} {{1role}}\n  - exec: echo {{else}} {{/if}} {{}}\n  - exec: echo ${{role}} $((1+{{role}})) `echo {{role}}`\n',
    says: [
      ['template-syntax', '3:83', /Close \{\{#if\}\} first/],
      ['template-syntax', '4:16', /Close it with \{\{\/if\}\}/],
      ['template-not-allowed', '5:16', /Write the text itself, or/],
      ['template-syntax', '5:27', /Write \{\{name\}\}, \{\{name\.field\}\} or \{\{helper/],
      ['template-syntax', '5:39', /Close it with \}\}\. To/],
      ['template-syntax', '6:16', /Helpers come first: \{\{upper role\}\}/],
      ['variable-undefined', '6:35', /Define it under vars or/],
      ['variable-undefined', '6:46', /Define it under vars or/],
      ['variable-undefined', '6:46', /`role` has no fields/],
      ['template-syntax', '6:58', /Write \{\{role\.\[0\]\}\} for one item/],
      ['variable-undefined', '6:74', /Define it under vars or/],
      ['template-syntax', '7:25', /There is no \{\{#if\}\} before/],
      ['template-syntax', '7:33', /Put the name of a/],
      ['shell-context', '8:17', /Remove the \$: \{\{x\}\} is/],
      ['template-value', '8:31', /Set it to a number/],
      ['variable-undefined', '8:33', /Define it under vars or/],
      ['shell-context', '8:48', /Write \$\(…\) instead of `…`/],
    ],
  },
  {
    title: 'lists, maps and nothing',
    playbook:
      'hosts: all\nvars: { pkgs: a, list: [1, 2], m: { a: 1 }, none: null, empty: "" }\nstages:\n  - exec: "{{#each pkgs}}x{{/each}}"\n  - exec: "{{#each lst}}x{{/each}} {{list}} {{m}} {{none}} {{empty}} {{#if none}}x{{/if}}"\n  - exec: "echo {{m.b}} {{m.a.c}} {{list.5}} {{this}} {{../x}} {{@index}}"\n',
    says: [
      ['template-value', '4:12', /Write a list such as/],
      ['variable-undefined', '5:20', /Did you mean `list`\?/],
      ['template-value', '5:45', /Name one of its fields/],
      ['variable-empty', '5:53', /Set it, or write \{\{default/],
      ['variable-empty', '5:62', /Set it, or write \{\{default/],
      ['variable-undefined', '6:19', /Define it under vars or/],
      ['variable-undefined', '6:27', /`m\.a` has no fields/],
      ['template-syntax', '6:35', /Write \{\{list\.\[5\]\}\} for one item/],
      ['template-not-allowed', '6:48', /`this` is an item of/],
      ['template-not-allowed', '6:57', /`\.\.\/` leaves one \{\{#each\}\}/],
      ['template-not-allowed', '6:66', /It counts the items of/],
    ],
  },
  {
    title: 'conditions of other languages',
    playbook:
      'hosts: all\nvars: { n: 3, s: "x", l: [a], b: true }\nstages:\n  - exec: "true"\n    when: n = 3\n  - exec: "true"\n    when: n == "3"\n  - exec: "true"\n    when: s\n  - exec: "true"\n    when: b and n > 2 or not b\n  - exec: "true"\n    when: l == a\n  - exec: "true"\n    when: "\'a\' in s"\n  - exec: "true"\n    when: s > 3\n  - exec: "true"\n    when: n == 3 &&\n  - exec: "true"\n    when: (n == 3\n  - exec: "true"\n    when: s == "x\n',
    says: [
      ['condition-syntax', '5:13', /Write ==/],
      ['condition-type', '7:11', /Put the number in quotes/],
      ['condition-type', '9:11', /Compare it with something: role/],
      ['condition-syntax', '11:26', /Write ! before it: !ready/],
      ['condition-name', '13:16', /Define it under vars, or/],
      ['condition-type', '15:12', /Compare values of the same/],
      ['condition-type', '17:11', /Put the number in quotes/],
      ['condition-syntax', '19:11', /Conditions are CEL: role ==/],
      ['condition-syntax', '21:11', /Conditions are CEL: role ==/],
      ['condition-syntax', '23:16', /Conditions are CEL: role ==/],
    ],
  },
  {
    title: 'functions, types and lists in conditions',
    playbook:
      'hosts: all\nvars: { n: 3, s: "x", l: [a], b: true }\nstages:\n  - exec: "true"\n    when: s.startswith("x")\n  - exec: "true"\n    when: len(l) > 1\n  - exec: "true"\n    when: s == null\n  - exec: "true"\n    when: b is true\n  - exec: "true"\n    when: s is defined\n  - exec: "true"\n    when: host.nam == "m1" || facts.osx == "x" || run.x\n  - exec: "true"\n    when: s =~ "x"\n  - exec: "true"\n    when: n === 3\n  - exec: "true"\n    when: b == True\n  - exec: "true"\n    when: [ n == 3, b ]\n  - exec: "true"\n    when:\n      - n == 3\n      - b\n  - exec: "true"\n    when: ""\n  - exec: "true"\n    when: $n == 3\n  - exec: "true"\n    when: n >= 3 ? true\n',
    says: [
      ['condition-name', '5:11', /Write \w+\.startsWith/],
      ['condition-name', '7:11', /Write size\(/],
      ['condition-type', '9:11', /It is never null on/],
      ['condition-syntax', '11:13', /Compare with == or !=/],
      ['condition-syntax', '13:13', /Write has\(vars\.s\)\./],
      ['condition-name', '15:16', /Did you mean `host\.name`\?/],
      ['condition-name', '15:37', /Did you mean `facts\.os`\?/],
      ['condition-syntax', '17:13', /Write name\.matches\('pattern'\)/],
      ['condition-syntax', '19:13', /Write == or !=/],
      ['condition-name', '21:16', /Write true/],
      ['wrong-type', '23:11', /Write one condition, and &&/],
      ['wrong-type', '25:5', /Write one condition, and &&/],
      ['wrong-length', '29:11', /For example when: results\.check\.outcome ==/],
      ['condition-syntax', '31:11', /Write the bare name: role/],
      ['condition-syntax', '33:11', /Conditions are CEL: role ==/],
    ],
  },
  {
    title: 'templates in conditions',
    playbook:
      'hosts: all\nstages:\n  - exec: "true"\n    when: "{{role}} == \'x\'"\n    until: "{{ result.ok }}"\n    failed-when: result.exit_code > 1 and true\n    changed-when: not result.ok\n',
    says: [
      ['template-not-here', '4:12', /A condition is an expression/],
      ['template-not-here', '5:13', /A condition is an expression/],
      ['condition-syntax', '6:39', /Write &&/],
      ['condition-syntax', '7:19', /Write ! before it: !ready/],
    ],
  },
  {
    title: 'results that are not there yet',
    playbook:
      'hosts: all\nstages:\n  - exec: "true"\n    when: results.self.ok\n    register: self\n  - exec: echo {{results.later.stdout}} {{results.self.stdot}} {{results.self}} {{results}} {{result.stdout}} {{self.stdout}}\n    when: results.later.ok && results.self.okk && self.rc == 0\n  - exec: "true"\n    register: later\n  - exec: "true"\n    register: later\n  - exec: "true"\n    register: only\n    hosts: m1\n  - exec: echo {{results.only.stdout}}\n    when: results.only.ok\n  - exec: "true"\n    until: results.later.stdout == "x"\n    failed-when: resutl.exit_code > 1\n    changed-when: result.stdot != ""\n',
    says: [
      ['condition-name', '4:19', /Put it after that stage/],
      ['result-unknown', '6:18', /Put it after that stage/],
      ['result-unknown', '6:43', /Did you mean stdout\?/],
      ['result-unknown', '6:66', /Write results\.self\.stdout/],
      ['result-unknown', '6:83', /Write results\.NAME\.stdout/],
      ['variable-undefined', '6:95', /Did you mean `results`\?/],
      ['variable-undefined', '6:113', /Define it under vars or/],
      ['condition-name', '7:19', /Put it after that stage/],
      ['condition-name', '7:44', /Did you mean `results\.self\.ok`\?/],
      ['condition-name', '7:51', /Define it under vars, or/],
      ['duplicate-register', '11:15', /Give one of them another/],
      ['result-not-there', '15:18', /Let both stages run on/],
      ['result-not-there', '16:11', /Let both stages run on/],
      ['condition-name', '19:18', /Did you mean `result`\?/],
      ['condition-name', '20:26', /Did you mean `result\.stdout`\?/],
    ],
  },
  {
    title: 'vars that use each other',
    playbook:
      'hosts: all\nvars: { a: "{{b", c: "{{a}}", d: "{{nope}}", e: "{{e}}", f: "{{g}}", g: "{{f}}", host: x, vars: y }\nstages:\n  - exec: echo {{a}} {{c}} {{d}} {{e}} {{f}}\n    when: a == "x" && d == "y"\n',
    says: [
      ['template-syntax', '2:13', /Close it with \}\}\. To/],
      ['variable-undefined', '2:37', /Define it under vars or/],
      ['variable-cycle', '2:50', /Write the value out in/],
      ['variable-cycle', '2:62', /Write the value out in/],
      ['reserved-name', '2:82', /Call it my_host/],
      ['reserved-name', '2:91', /Call it my_vars/],
    ],
  },
  {
    title: 'values in quotes and in other shells',
    playbook:
      'hosts: all\nvars: { l: [a, b], cmd: "x y" }\nstages:\n  - exec: "sh -c \'echo {{cmd}}\'"\n  - exec: "echo \\"{{{cmd}}}\\" \'{{l}}\'"\n  - exec: "ssh m1 {{cmd}}; bash -c \\"{{cmd}}\\"; eval {{cmd}}"\n  - exec: "cat <<EOF\\n{{cmd}}\\n"\n  - exec: "echo \'{{cmd}}"\n',
    says: [
      ['shell-twice', '4:24', /Write \{\{quote x\}\}, outside of/],
      ['shell-raw', '5:19', /Write \{\{…\}\}, which is quoted/],
      ['template-value', '5:32', /Write \{\{join list ' '\}\}/],
      ['shell-twice', '6:38', /Write \{\{quote x\}\}, outside of/],
      ['shell-context', '7:23', /Close it: without its end/],
      ['shell-context', '8:17', /Close it: without its end/],
    ],
  },
  {
    title: 'included files',
    playbook:
      'hosts: all\nstages:\n  - include: common/a.yml\n    vars: { x: "{{nope}}" }\n    when: rol == "x"\n  - include: comon/b.yml\n    tag: x\n',
    files: {
      'common/a.yml':
        'name: A\nstages:\n  - exec: echo {{x}} {{y}}\n    when: z = 1\n  - transfer: { src: f, dest: /f }\n  - include: ../playbook.yml\n',
      'common/b.yml': '- exec: "true"\n',
    },
    says: [
      ['variable-undefined', 'common/a.yml:3:24', /Define it under vars or/],
      ['condition-syntax', 'common/a.yml:4:13', /Write ==/],
      ['file-missing', 'common/a.yml:5:22', /common\/f is not there, or/],
      ['include-cycle', 'common/a.yml:6:14', /Take one of these includes/],
      ['variable-undefined', '4:19', /Define it under vars or/],
      ['condition-name', '5:11', /Did you mean `role`\?/],
      ['file-missing', '6:14', /A relative path starts beside/],
      ['unknown-key', '7:5', /Did you mean tags\?/],
    ],
  },
  {
    title: 'included files with stages that are none',
    playbook:
      'hosts: all\nstages:\n  - include: a.yml\n  - include: b.yml\n  - exec: echo {{results.fromb.stdout}}\n',
    files: {
      'a.yml': 'stages:\n  - exce: x\n    register: foo\n  - exec: "unclosed\n',
      'b.yml': '- exec: echo {{results.foo.stdout}} {{nix}}\n  register: fromb\n - bad\n',
    },
    says: [
      ['unknown-kind', 'a.yml:2:5', /Did you mean exec\? The/],
      ['yaml-syntax', 'a.yml:4:11', /Add the closing quote; double/],
      ['variable-undefined', 'b.yml:1:39', /Define it under vars or/],
      ['yaml-syntax', 'b.yml:3:2', /Indent the keys of one/],
    ],
  },
  {
    title: 'the output of a secret stage',
    playbook:
      'hosts: all\nstages:\n  - exec: cat /etc/shadow\n    secret: true\n    register: s\n    until: result.stdout != ""\n  - exec: echo {{results.s.stdout}}\n    when: results.s.stdout.contains("x")\n',
    says: [
      ['secret-output', '6:12', /Let the command tell it/],
      ['secret-output', '7:18', /output of the stage s, and/],
      ['secret-output', '8:11', /output of the stage s, and/],
    ],
  },
  {
    title: 'the output of a secret stage in asserts and on this machine',
    playbook:
      'hosts: all\nstages:\n  - { exec: cat /etc/shadow, secret: true, register: s }\n  - assert: { that: "stage.results.all(r, r.ok && r.stdout != \'\')" }\n  - { exec: "true", when: results.s.ok }\n  - assert: { that: "stages.s.results.all(r, r.stderr == \'\')" }\n  - { local: pass show x, secret: true, register: l }\n  - { local: "echo {{results.l.stdout}}", when: results.l.stderr == "" }\n',
    says: [
      ['secret-output', '4:22', /output of the stage that it judges/],
      ['secret-output', '6:22', /output of the stage s, and/],
      ['secret-output', '8:22', /output of the stage l, and/],
      ['secret-output', '8:49', /output of the stage l, and/],
    ],
  },
  {
    title: 'whether a command changed something, where its stage does not say it',
    playbook:
      'hosts: all\nstages:\n  - { exec: { command: make, creates: x }, register: a }\n  - { exec: "echo {{results.a.changed}}", when: results.a.changed }\n  - assert: { that: "stage.changed == 0 && stages.a.results.all(r, r.changed)" }\n  - { local: make, register: l }\n  - { pause: 1s, when: results.l.changed }\n  - { exec: make, changed-when: "true", register: b }\n  - { exec: "true", when: results.b.changed }\n  - assert: { that: stages.b.changed > 1 }\n',
    says: [
      ['change-unknown', '4:21', /changed-when: "true" where the command always does/],
      ['change-unknown', '4:49', /whether the stage a changed something/],
      ['change-unknown', '5:22', /whether the stage that it judges changed/],
      ['change-unknown', '5:22', /whether the stage a changed something/],
      ['change-unknown', '7:24', /Look at its exit_code or its stdout/],
    ],
  },
  {
    title: 'a later stage that needs a broken one',
    playbook:
      'hosts: all\nstages:\n  - exce: "true"\n    register: a\n  - zfs: x\n    register: b\n  - exec: [a, {b: c}]\n    register: c\n  - exec: echo {{results.a.stdout}} {{results.b.stdout}} {{results.c.stdout}} {{results.d.stdout}}\n    when: results.a.ok && results.b.ok && results.c.okk\n  - assert: { of: b, success-rate: 100 }\n',
    says: [
      ['unknown-kind', '3:5', /Did you mean exec\? The/],
      ['unknown-kind', '5:5', /The kinds of stage are/],
      ['wrong-type', '7:15', /Mend the value, or remove/],
      ['result-unknown', '9:81', /There are: a, b, c/],
      ['condition-name', '10:53', /Did you mean `results\.c\.ok`\?/],
    ],
  },
];
