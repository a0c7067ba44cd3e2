import { type Broken, stages } from './broken.ts';

/** What YAML does to people. */
export const brokenYaml: readonly Broken[] = [
  {
    title: 'a tab before a key',
    playbook: 'hosts: all\nstages:\n\t- exec: "true"\n',
    says: [['yaml-tab-indent', '3:1', /spaces/]],
  },
  {
    title: 'a mode without quotes',
    playbook: stages('  - transfer: { src: a, dest: /b, mode: 0644 }\n'),
    files: { a: '' },
    says: [['bad-mode', '3:41', /Write mode: "0644"/]],
  },
  {
    title: 'a mode that is a word',
    playbook: stages('  - transfer: { src: a, dest: /b, mode: rwx }\n'),
    files: { a: '' },
    says: [['bad-mode', '3:41', /"0644"/]],
  },
  {
    title: 'a template at the start of a value',
    playbook: stages('  - exec: {{release}}\n'),
    says: [['yaml-unquoted-template', '3:11', /Quote the whole value/]],
  },
  {
    title: 'a template at the start of a longer value',
    playbook: stages('  - exec: {{tool}} --now\n'),
    says: [['yaml-unquoted-template', '3:11', /Quote the whole value/]],
  },
  {
    title: 'a # that cuts a command inside of quotes',
    playbook: stages(`  - exec: sed -i 's/ #Port/Port/' /etc/ssh/sshd_config\n`),
    says: [['yaml-comment-cuts-command', '3:22', /quotes|"\|"/]],
  },
  {
    title: 'a colon and a space inside of a command',
    playbook: stages('  - exec: echo Status: done\n'),
    says: [['yaml-syntax', '3:22', /quot/]],
  },
  {
    title: 'a key twice',
    playbook: stages('  - exec: "true"\n    exec: "false"\n'),
    says: [['yaml-duplicate-key', '4:5', /Remove one/]],
  },
  {
    title: 'a host number twice, once with quotes',
    inventory: 'hosts:\n  "1": { address: 10.0.0.1 }\n  1: { address: 10.0.0.2 }\n',
    says: [
      ['yaml-key-not-text', 'inventory.yml:3:3', /Quote it/],
      ['yaml-duplicate-key', 'inventory.yml:3:3', /Remove one/],
    ],
  },
  {
    title: 'yes for a boolean',
    playbook: stages('  - exec: "true"\n    become: yes\n'),
    says: [['yaml-boolean-word', '4:13', /Write true/]],
  },
  {
    title: 'a version that loses its zero',
    playbook: 'hosts: all\nvars: { release: 1.10 }\nstages:\n  - exec: echo {{release}}\n',
    says: [['yaml-number-changes', '2:18', /"1.10"/]],
  },
  {
    title: 'a quote that is not closed',
    playbook: stages('  - exec: "echo hi\n  - exec: "true"\n'),
    says: [['yaml-syntax', '3:11', /quote/]],
  },
  {
    title: 'a bracket that is not closed',
    playbook: stages('  - transfer: { src: a, dest: /b\n  - exec: "true"\n'),
    says: [['yaml-syntax', '3:15', /Close it/]],
  },
  {
    title: 'a stage that is indented too little',
    playbook: 'hosts: all\nstages:\n  - exec: "true"\n - exec: "true"\n',
    says: [['yaml-syntax', '4:2', /indent/i]],
  },
  {
    title: 'a key that is indented otherwise than its stage',
    playbook: stages('  - name: A\n     exec: "true"\n'),
    says: [['yaml-syntax', '4:6', /indent/i]],
  },
  {
    title: 'a missing space after the colon',
    playbook: stages('  - exec:echo hi\n'),
    says: [['no-kind', '3:5', /space/i]],
  },
  {
    title: 'a second colon in a value with quotes in its middle',
    playbook: stages(
      '  - exec: curl -H "Accept: application/json" http://w1/\n    become: true\n  - exec: echo \'it: is\'',
    ),
    says: [
      ['yaml-syntax', '3:26', /write \| after its key/],
      ['yaml-syntax', '5:19', /quotes/],
    ],
  },
  {
    title: 'a missing space after the dash of a later stage',
    playbook: stages('  - exec: a\n  -exec: uptime\n    become: true\n  - exec: b\n'),
    says: [['yaml-syntax', '4:3', /space after the dash/]],
  },
  {
    title: 'a missing space after the dash of the first stage',
    playbook: stages('  -exec: uptime\n  - exec: b\n'),
    says: [['yaml-syntax', '3:3', /space after the dash/]],
  },
  {
    title: 'a missing space after the dash',
    playbook: 'hosts: all\nstages:\n  -exec: "true"\n',
    says: [['wrong-type', '2:1', /dash|space/i]],
  },
  {
    title: 'an alias without an anchor',
    playbook: stages('  - exec: *cmd\n'),
    says: [['yaml-unknown-alias', '3:11', /anchor|quote/]],
  },
  {
    title: 'an alias inside of its own anchor',
    playbook: 'hosts: all\nvars: &v { a: *v }\nstages: [{ exec: "true" }]\n',
    says: [['yaml-cyclic-anchor', '2:15', /Write out/]],
  },
  {
    title: 'a glob at the start of a pattern',
    playbook: 'hosts: *web\nstages: [{ exec: "true" }]\n',
    says: [['yaml-unknown-alias', '1:8', /quote/]],
  },
  {
    title: 'an exclamation mark at the start of a pattern',
    playbook: 'hosts: !web1\nstages: [{ exec: "true" }]\n',
    says: [['yaml-unknown-tag', '1:8', /quote/i]],
  },
  {
    title: 'two documents',
    playbook: 'hosts: all\nstages: [{ exec: "true" }]\n---\nhosts: all\n',
    says: [['yaml-several-documents', '3:1', /file/]],
  },
  {
    title: '%YAML 1.1',
    playbook: '%YAML 1.1\n---\nhosts: all\nstages: [{ exec: "true" }]\n',
    says: [['yaml-version', '1:1', /Remove/]],
  },
  { title: 'an empty file', playbook: '', says: [['yaml-empty', '1:1', /Write something|stages/]] },
  {
    title: 'nothing but comments',
    playbook: '# later\n',
    says: [['yaml-empty', '1:1', /Write something|stages/]],
  },
  {
    title: 'UTF-16',
    playbook: Buffer.from('\ufeffhosts: all\n', 'utf16le'),
    says: [['file-not-utf8', '1:1', /iconv -f UTF-16/]],
  },
  {
    title: 'Latin-1',
    playbook: Buffer.from('hosts: all\nname: caf\xe9\n', 'latin1'),
    says: [['file-not-utf8', '2:10', /UTF-8/]],
  },
  {
    title: 'a BOM and a mistake',
    playbook: '\ufeffhosts: all\nstages: [{ exce: "true" }]\n',
    says: [['unknown-kind', '2:12', /Did you mean exec/]],
  },
  {
    title: 'CRLF and a mistake',
    playbook: 'hosts: all\r\nstages:\r\n  - exce: "true"\r\n',
    says: [['unknown-kind', '3:5', /Did you mean exec/]],
  },
  {
    title: 'more than a file should hold',
    playbook: `hosts: all\n#${'x'.repeat(17_000_000)}\n`,
    says: [['file-too-large', '1:1', /Split/]],
  },
  {
    title: 'brackets without end',
    playbook: `hosts: ${'['.repeat(150)}`,
    says: [['yaml-syntax', '1:157', /Close it/]],
  },
  {
    title: 'binary',
    playbook: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0xff]),
    says: [['file-not-utf8', '1:8', /UTF-8/]],
  },
  {
    title: 'several mistakes at once',
    playbook:
      'hosts: nobody\nstages:\n  - exce: "true"\n  - exec: echo {{relase}}\n    become: yes\n  - transfer: { src: nix, dest: /b, mode: 0644 }\n',
    says: [
      ['pattern-unknown', '1:8', /aeon-run inventory/],
      ['unknown-kind', '3:5', /exec/],
      ['variable-undefined', '4:18', /relase/],
      ['yaml-boolean-word', '5:13', /true/],
      ['file-missing', '6:22', /nix/],
      ['bad-mode', '6:43', /0644/],
    ],
  },
];
