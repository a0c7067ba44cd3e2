import type { Broken } from './broken.ts';

/** What YAML does with several slips in one file. */
export const brokenYamlTogether: readonly Broken[] = [
  {
    title: 'words that are no booleans',
    playbook:
      'hosts: all\nvars: { country: NO, on: 1, list: [yes, no] }\nstages:\n  - exec: echo {{country}}\n    continue-on-error: off\n    idempotent: "yes"\n    secret: True\n',
    says: [
      ['yaml-boolean-word', '5:24', /Write false/],
      ['yaml-boolean-word', '6:17', /Write true/],
    ],
  },
  {
    title: 'merge keys without an anchor',
    playbook:
      'hosts: all\nvars: &v { a: 1 }\nstages:\n  - exec: echo {{a}}\n    vars: { <<: *w, b: 2 }\n  - <<: *base\n    exec: "true"\n',
    says: [
      ['yaml-unknown-alias', '5:17', /Set one above with &/],
      ['yaml-unknown-alias', '6:9', /Set one above with &/],
    ],
  },
  {
    title: 'keys that stand twice',
    playbook:
      'hosts: all\nhosts: m1\nvars: { a: 1, a: 2 }\nstages:\n  - exec: "true"\n    when: role == 1\n    when: role = 2\n',
    says: [
      ['yaml-duplicate-key', '2:1', /Remove one of them: only/],
      ['yaml-duplicate-key', '3:15', /Remove one of them: only/],
      ['yaml-duplicate-key', '7:5', /Remove one of them: only/],
      ['condition-syntax', '7:16', /Write ==/],
    ],
  },
  {
    title: 'texts of blocks that are indented too little',
    playbook:
      'hosts: all\nstages:\n  - exec: |\n      set -e\n     echo bad\n    register: x\n  - exec: >\n    folded\n  - exec: |2\n      ok\n',
    says: [
      ['yaml-syntax', '5:6', /Indent all lines of the/],
      ['yaml-syntax', '8:5', /Indent all lines of the/],
    ],
  },
  {
    title: 'a block that is not indented at all',
    playbook: 'hosts: all\nstages:\n  - exec: |\n    echo a\n    echo b\n  - exec: echo {{nix}}\n',
    says: [
      ['yaml-syntax', '4:5', /Indent all lines of the/],
      ['variable-undefined', '6:18', /Define it under vars or/],
    ],
  },
  {
    title: 'quotes',
    playbook:
      'hosts: all\nstages:\n  - exec: \'it\'s broken\'\n  - exec: "say "hi""\n  - exec: echo {{nix}}\n    name: \'x\n',
    says: [
      ['yaml-syntax', '3:15', /Quote the whole value \(a/],
      ['yaml-syntax', '4:17', /Quote the whole value \(a/],
      ['variable-undefined', '5:18', /Define it under vars or/],
      ['yaml-syntax', '6:11', /Add the closing quote; double/],
    ],
  },
  {
    title: 'backslashes',
    playbook: 'hosts: all\nstages:\n  - exec: "grep \\d+ /etc/passwd"\n  - exec: "C:\\temp"\n',
    says: [['yaml-syntax', '3:17', /Write \\\\ for a backslash/]],
  },
  {
    title: 'brackets',
    playbook:
      'hosts: all\nstages:\n  - transfer: {src: a, dest: /b, mode: "0644"\n    become: true\n  - exec: [a, b\n  - exec: "true"\n    tags: [a, b]]\n',
    files: { a: '' },
    says: [
      ['yaml-syntax', '3:15', /Close it, or indent all/],
      ['yaml-syntax', '5:11', /Close it, or indent all/],
      ['yaml-syntax', '7:17', /Quote the whole value \(a/],
    ],
  },
  {
    title: 'characters that begin no text',
    playbook:
      'hosts: all\nstages:\n  - exec: %cmd\n  - exec: @foo\n  - exec: `uptime`\n  - exec: {{cmd}}\n  - name: [x] done\n    exec: "true"\n',
    says: [
      ['yaml-syntax', '3:11', /Put the value in quotes/],
      ['yaml-syntax', '4:11', /Put the value in quotes/],
      ['yaml-syntax', '5:11', /Put the value in quotes/],
      ['yaml-unquoted-template', '6:11', /Quote the whole value: "\{\{/],
      ['yaml-syntax', '7:15', /Quote the whole value \(a/],
    ],
  },
  {
    title: 'CRLF and BOM with mistakes on several lines',
    playbook:
      '﻿hosts: all\r\nvars: { a: 1 }\r\nstages:\r\n  - exec: echo {{nix}}\r\n    when: a = 1\r\n  - exce: "true"\r\n  - exec: "unclosed\r\n  - exec: |\r\n      echo {{nix2}}\r\n',
    says: [
      ['variable-undefined', '4:18', /Define it under vars or/],
      ['condition-syntax', '5:13', /Write ==/],
      ['unknown-kind', '6:5', /Did you mean exec\? The/],
      ['yaml-syntax', '7:11', /Add the closing quote; double/],
      ['variable-undefined', '9:14', /Define it under vars or/],
    ],
  },
  {
    title: 'colons and dashes',
    playbook:
      'hosts: all\nstages:\n  - name: Fix: it\n    exec: echo a: b\n    when: role == x: y\n  -exec: "true"\n  - exec:echo\n',
    says: [
      ['yaml-syntax', '3:14', /Put the whole value in/],
      ['yaml-syntax', '4:17', /Put the whole value in/],
      ['yaml-syntax', '5:20', /Put the whole value in/],
      ['yaml-syntax', '6:3', /space after the dash/],
      ['no-kind', '7:5', /Put a space after the/],
    ],
  },
];
