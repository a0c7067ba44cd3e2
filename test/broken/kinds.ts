import type { Broken } from './broken.ts';

/** Keys of every kind of stage with something else in them than they take. */
export const brokenKinds: readonly Broken[] = [
  {
    title: 'every setting of a stage with a wrong type',
    playbook:
      'hosts: all\nstages:\n  - exec: "true"\n    name: 5\n    tags: 7\n    register: [a]\n    concurrency: "5"\n    timeout: ten\n    become: root\n    vars: [a]\n    hosts: 5\n    when: true\n    until: 3\n    secret: 1\n    continue-on-error: "true"\n    idempotent: maybe\n',
    says: [
      ['yaml-number-for-text', '4:11', /Quote it: "5"/],
      ['yaml-number-for-text', '5:11', /Quote it: "7"/],
      ['wrong-type', '6:15', /For example register: install/],
      ['wrong-type', '7:18', /Remove the quotes: 5/],
      ['bad-duration', '8:14', /Write seconds as a number/],
      ['wrong-type', '9:13', /Write become: \{ user: root/],
      ['wrong-type', '10:11', /For example vars: \{ release/],
      ['yaml-number-for-text', '11:12', /Quote it: "5"/],
      ['wrong-type', '12:11', /If text is meant, quote/],
      ['yaml-number-for-text', '13:12', /Quote it: "3"/],
      ['wrong-type', '14:13', /Write true or false/],
      ['wrong-type', '15:24', /Remove the quotes: true/],
      ['wrong-type', '16:17', /Write true or false/],
    ],
  },
  {
    title: 'exec with all that it does not take',
    playbook:
      'hosts: all\nstages:\n  - exec: { command: [1, 2], chdir: [a], env: [A=b], stdin: 5, creates: true, shell: no }\n  - exec: { commands: uptime }\n  - exec: {}\n  - exec: [ ]\n  - exec: { cmd: uptime }\n  - exec: [uptime, {a: b}]\n',
    says: [
      ['yaml-number-for-text', '3:23', /Quote it: "1"/],
      ['yaml-number-for-text', '3:26', /Quote it: "2"/],
      ['wrong-type', '3:37', /For example chdir: \/opt\/agent/],
      ['wrong-type', '3:47', /For example env: \{ RELEASE/],
      ['yaml-number-for-text', '3:61', /Quote it: "5"/],
      ['wrong-type', '3:73', /If text is meant, quote/],
      ['wrong-form', '3:86', /Write it like \/bin\/bash/],
      ['unknown-key', '4:13', /Did you mean command\? Keys/],
      ['missing-key', '5:11', /Add command: with a value/],
      ['wrong-length', '6:11', /For example exec: \[cd \/opt\/agent/],
      ['unknown-key', '7:13', /Did you mean command\? Keys/],
      ['wrong-type', '8:20', /Mend the value, or remove/],
    ],
  },
  {
    title: 'scripts',
    playbook:
      'hosts: all\nstages:\n  - script: 5\n  - script: { src: nix.sh, args: 5, interpreter: [a], creates: /x }\n  - script: { file: nix.sh }\n  - script: nix.sh --flag\n',
    says: [
      ['wrong-type', '3:13', /If text is meant, quote/],
      ['file-missing', '4:20', /nix\.sh is not there, or/],
      ['yaml-number-for-text', '4:34', /Quote it: "5"/],
      ['wrong-type', '4:50', /For example interpreter: python3 -u/],
      ['unknown-key', '4:55', /Keys that can stand here/],
      ['unknown-key', '5:15', /Did you mean src\? Keys/],
      ['file-missing', '6:13', /nix\.sh --flag is not there/],
    ],
  },
  {
    title: 'transfers',
    playbook:
      'hosts: all\nstages:\n  - transfer: a /b\n  - transfer: [a, /b]\n  - transfer: { src: [a, b], dest: /c }\n  - transfer: { src: a/, dest: /c, delete: yes, backup: "no", owner: 0, group: 0 }\n  - transfer: { source: a, target: /b }\n',
    files: { 'a/x': '' },
    says: [
      ['wrong-type', '3:15', /transfer cannot be mere text/],
      ['wrong-type', '4:15', /transfer cannot be a list/],
      ['wrong-type', '5:22', /For example src: files\/install\.sh/],
      ['yaml-boolean-word', '6:44', /Write true/],
      ['yaml-boolean-word', '6:57', /Write false/],
      ['yaml-number-for-text', '6:70', /Quote it: "0"/],
      ['yaml-number-for-text', '6:80', /Quote it: "0"/],
      ['unknown-key', '7:17', /Did you mean src\? Keys/],
      ['file-missing', '7:25', /Write a\/ to bring all/],
      ['unknown-key', '7:28', /Did you mean dest\? Keys/],
    ],
  },
  {
    title: 'homes of other users, as shells write them',
    playbook:
      'hosts: all\nvars: { who: alice }\nstages:\n  - exec: { command: ./init, chdir: "~{{who}}", creates: ~alice/data }\n  - script: { src: a/x, chdir: ~alice/ }\n  - transfer: { src: a/x, dest: ~alice/x }\n  - template: { src: a/x, dest: ~alice/x }\n  - fetch: { src: [/etc/hosts, ~alice/x], dest: kept }\n  - wait-for: { file: ~alice/x }\n  - exec: { command: ls, chdir: "~", creates: ~/x }\n  - exec: { command: ls, chdir: ./~alice }\n',
    files: { 'a/x': '' },
    says: [
      ['stage-args', '4:37', /Write the whole path.*become: \{ user: alice \}/],
      ['stage-args', '4:58', /Write the whole path/],
      ['stage-args', '5:32', /Write the whole path/],
      ['stage-args', '6:33', /Write the whole path/],
      ['stage-args', '7:33', /Write the whole path/],
      ['stage-args', '8:32', /Write the whole path/],
      ['stage-args', '9:23', /Write the whole path/],
    ],
  },
  {
    title: 'templates, and a file that is one',
    playbook:
      'hosts: all\nstages:\n  - template: { src: nix.j2, dest: /x, vars: { a: 1 } }\n  - template: { src: t.conf, dest: /x, validate: nginx -t }\n',
    files: { 't.conf': 'a {{foo}} {{#if x}} {{role}\n{% if a %}\n' },
    says: [
      ['file-missing', '3:22', /nix\.j2 is not there, or/],
      ['unknown-key', '3:40', /write vars beside template/],
      ['unknown-key', '4:40', /Keys that can stand here/],
      ['variable-undefined', 't.conf:1:5', /Define it under vars or/],
      ['template-syntax', 't.conf:1:11', /Close it with \{\{\/if\}\}/],
      ['template-syntax', 't.conf:1:21', /Close it with \}\}\. To/],
      ['template-not-allowed', 't.conf:2:1', /Write \{\{#if name\}\}…\{\{else\}\}…\{\{\/if\}\} or \{\{#each/],
    ],
  },
  {
    title: 'fetches',
    playbook:
      'hosts: all\nstages:\n  - fetch: /etc/hosts\n  - fetch: { src: /etc/hosts, dest: "{{results.x.stdout}}", flat: yes }\n  - fetch: { src: "", dest: 5 }\n',
    says: [
      ['wrong-type', '3:12', /Write it like this: fetch/],
      ['result-unknown', '4:40', /No stage before this one/],
      ['yaml-boolean-word', '4:67', /Write true/],
      ['wrong-length', '5:19', /Write something there, or remove/],
      ['yaml-number-for-text', '5:29', /Quote it: "5"/],
    ],
  },
  {
    title: 'reboots and waits for hosts',
    playbook:
      'hosts: all\nstages:\n  - reboot: yes\n  - reboot: 5m\n  - reboot: { timeout: soon, command: 5, wait: 3 }\n  - reboot:\n  - wait-online: { check: [a], timeout: 5x, interval: 0s }\n  - wait-online: yes\n',
    says: [
      ['wrong-type', '3:13', /Write it like this: reboot/],
      ['wrong-type', '4:13', /Write it like this: reboot/],
      ['bad-duration', '5:24', /Write seconds as a number/],
      ['yaml-number-for-text', '5:39', /Quote it: "5"/],
      ['unknown-key', '5:42', /Keys that can stand here/],
      ['wrong-type', '6:5', /Write it like this: reboot/],
      ['wrong-type', '7:27', /For example check: systemctl is-active/],
      ['bad-duration', '7:41', /Write seconds as a number/],
      ['wrong-type', '8:18', /Write it like this: wait-online/],
    ],
  },
  {
    title: 'waits',
    playbook:
      'hosts: all\nstages:\n  - wait-for: 80\n  - wait-for: { port: 99999, state: open }\n  - wait-for: { port: http, file: /x }\n  - wait-for: { http: example.com/x, status: OK }\n  - wait-for: { file: /x, state: gone }\n  - wait-for: {}\n  - wait-for: { command: "{{nix}}", timeout: 0 }\n',
    says: [
      ['wrong-type', '3:15', /Write it like this: wait-for/],
      ['stage-args', '4:5', /Remove state/],
      ['out-of-range', '4:23', /Write a number from 1/],
      ['wrong-choice', '4:37', /For example state: present/],
      ['stage-args', '5:5', /Make two stages of it/],
      ['stage-args', '6:23', /A URL begins with http:\/\//],
      ['wrong-type', '6:46', /Write a number after status/],
      ['wrong-choice', '7:34', /For example state: present/],
      ['missing-key', '8:5', /Add port: 80, file: \/path/],
      ['variable-undefined', '9:29', /Define it under vars or/],
      ['bad-duration', '9:46', /Write seconds as a number/],
    ],
  },
  {
    title: 'stages on this machine',
    playbook:
      'hosts: all\nstages:\n  - local: { command: make, cwd: /x, per_host: true }\n  - local: [a, b]\n  - local: make\n    become: true\n    hosts: m1\n    retry: { attempts: 3 }\n  - local: { command: "echo {{host.name}} {{role}}" }\n',
    says: [
      ['unknown-key', '3:29', /Did you mean chdir\? Keys/],
      ['unknown-key', '3:38', /Did you mean per-host\? Keys/],
      ['wrong-type', '4:12', /Write it like this: local/],
      ['unknown-key', '6:5', /Remove the line\.$/],
      ['unknown-key', '7:5', /Remove the line, or write/],
      ['unknown-key', '8:5', /Remove the line, or write/],
      ['no-host-here', '9:31', /Write per-host: true where the/],
      ['variable-undefined', '9:45', /Define it under vars or/],
    ],
  },
  {
    title: 'pauses',
    playbook:
      'hosts: all\nstages:\n  - pause: { confirm: yes }\n  - pause: forever\n  - pause: { for: 5m, confirm: "Go?" }\n  - pause: {}\n  - pause: { message: hi }\n  - pause: 5m\n    hosts: m1\n',
    says: [
      ['bad-duration', '4:12', /Write seconds as a number/],
      ['unknown-key', '5:14', /Keys that can stand here/],
      ['missing-key', '6:5', /Write pause: 30s, or pause/],
      ['missing-key', '7:5', /Write pause: 30s, or pause/],
      ['unknown-key', '7:14', /Keys that can stand here/],
      ['unknown-key', '9:5', /Remove the line/],
    ],
  },
  {
    title: 'asserts',
    playbook:
      'hosts: all\nstages:\n  - exec: "true"\n    register: a\n  - assert: 100\n  - assert: { success_rate: 95 }\n  - assert: { success-rate: 95%, that: stage.okay > 3 }\n  - assert: { that: stages.b.ok > 3 && stages.a.okk > 1 }\n  - assert: { that: role == 1 }\n  - assert: {}\n  - assert: { that: stage.ok, message: 5 }\n  - assert: { success-rate: 100, of: 1 }\n',
    says: [
      ['wrong-type', '5:13', /Write it like this: assert/],
      ['unknown-key', '6:15', /Did you mean success-rate\? Keys/],
      ['wrong-type', '7:29', /Write 95, without the percent/],
      ['condition-name', '7:46', /There are: planned, ok, failed/],
      ['condition-name', '8:28', /There are: a\. A stage/],
      ['condition-name', '8:49', /Did you mean `stages\.a\.ok`\?/],
      ['condition-name', '9:21', /knows no vars of hosts. Define it under vars of the playbook/],
      ['missing-key', '10:5', /Add success-rate: 95, or that/],
      ['condition-type', '11:21', /Compare it with something: role/],
      ['yaml-number-for-text', '11:40', /Quote it: "5"/],
      ['yaml-number-for-text', '12:38', /Quote it: "1"/],
    ],
  },
  {
    title: 'includes',
    playbook:
      'hosts: all\nstages:\n  - include: [a.yml]\n  - include: "{{role}}.yml"\n  - include: { file: a.yml }\n  - include: a.yml\n    register: x\n    retry: { attempts: 2 }\n  - include: dir\n',
    files: { 'a.yml': '- exec: "true"\n', 'dir/x': '' },
    says: [
      ['wrong-type', '3:14', /Write it like this: include/],
      ['template-not-here', '4:15', /It is the same for/],
      ['wrong-type', '5:14', /Write it like this: include/],
      ['unknown-key', '7:5', /Write it at the stages/],
      ['unknown-key', '8:5', /Write it at the stages/],
      ['file-missing', '9:14', /A relative path starts beside/],
    ],
  },
  {
    title: 'the outermost keys',
    playbook: 'name: [a]\nhosts: { a: b }\nvars: x\ndefaults: 5\nstages: exec\n',
    says: [
      ['wrong-type', '1:7', /For example name: Roll out/],
      ['wrong-type', '2:8', /It is a list: begin/],
      ['wrong-type', '3:7', /For example vars: \{ release/],
      ['wrong-type', '4:11', /For example defaults: \{ concurrency/],
      ['wrong-type', '5:9', /Write the stages below stages:/],
    ],
  },
  {
    title: 'defaults',
    playbook:
      'hosts: all\ndefaults: { concurency: 5, timeout: 5 min, retry: 3, become: yes, hosts: all, user: pi }\nstages:\n  - exec: "true"\n',
    says: [
      ['unknown-key', '2:13', /Did you mean concurrency\? Keys/],
      ['bad-duration', '2:37', /Write seconds as a number/],
      ['wrong-type', '2:51', /Write retry: \{ attempts: 3/],
      ['yaml-boolean-word', '2:62', /Write true/],
      ['unknown-key', '2:67', /Keys that can stand here/],
      ['unknown-key', '2:79', /Keys that can stand here/],
    ],
  },
  {
    title: 'modes',
    playbook:
      'hosts: all\nstages:\n  - transfer: { src: a, dest: /b, mode: 0o755 }\n  - template: { src: a, dest: /b, mode: 755 }\n  - transfer: { src: a, dest: /b, mode: "0999" }\n  - transfer: { src: a, dest: /b, mode: u+x }\n',
    files: { a: '' },
    says: [
      ['bad-mode', '3:41', /Write mode: "0755"/],
      ['bad-mode', '4:41', /Write mode: "0755"/],
      ['bad-mode', '5:41', /Write it like "0644" or/],
      ['bad-mode', '6:41', /Write it like "0644" or/],
    ],
  },
  {
    title: 'durations',
    playbook:
      'hosts: all\nstages:\n  - exec: "true"\n    timeout: 1:30\n  - wait-for: { port: 22, timeout: 5 minutes }\n  - pause: 1h 30m\n  - pause: -5\n  - exec: "true"\n    retry: { attempts: 0, delay: 1d }\n',
    says: [
      ['bad-duration', '4:14', /Write seconds as a number/],
      ['bad-duration', '5:36', /Write seconds as a number/],
      ['bad-duration', '6:12', /Write seconds as a number/],
      ['out-of-range', '7:12', /Write a number from 0/],
      ['out-of-range', '9:24', /Write a number from 1/],
      ['bad-duration', '9:34', /Write seconds as a number/],
    ],
  },
  {
    title: 'keys in the spelling of others',
    playbook:
      'hosts: all\nstages:\n  - exec: "true"\n    Name: X\n    Hosts: m1\n    WHEN: true\n    timeOut: 5m\n    continue_on_error: true\n    failed_when: result.exit_code > 1\n    changedWhen: "false"\n    retries: 3\n    no_log: true\n',
    says: [
      ['unknown-key', '4:5', /Did you mean name\?/],
      ['unknown-key', '5:5', /Did you mean hosts\?/],
      ['unknown-key', '6:5', /Did you mean when\?/],
      ['unknown-key', '7:5', /Did you mean timeout\?/],
      ['unknown-key', '8:5', /Did you mean continue-on-error\?/],
      ['other-tool', '9:5', /Write failed-when: with a condition/],
      ['unknown-key', '10:5', /Did you mean changed-when\?/],
      ['other-tool', '11:5', /Write retry: \{ attempts: …/],
      ['other-tool', '12:5', /Write secret: true/],
    ],
  },
  {
    title: 'stages that are none',
    playbook:
      'hosts: all\nstages:\n  - exec: "true"\n    transfer: { src: nix, dest: /x }\n    when: a = 1\n  - name: only\n    hosts: mangers\n    when: b = 2\n  - {}\n  - null\n  - 5\n  - []\n  - exec\n',
    says: [
      ['several-kinds', '4:5', /Make two stages of it/],
      ['condition-syntax', '5:13', /Write ==/],
      ['no-kind', '6:5', /Add one of exec, script/],
      ['pattern-unknown', '7:12', /Did you mean managers\?/],
      ['condition-syntax', '8:13', /Write ==/],
      ['no-kind', '9:5', /Add one of exec, script/],
      ['no-kind', '10:5', /Add one of exec, script/],
      ['no-kind', '11:5', /Add one of exec, script/],
      ['no-kind', '12:5', /Add one of exec, script/],
      ['no-kind', '13:5', /Write - exec: \{\} with/],
    ],
  },
  {
    title: 'templates where none is possible',
    playbook:
      'hosts: "{{grp}}"\nstages:\n  - exec: "true"\n    hosts: "{{role}}s"\n    register: "r{{x}}"\n    name: Do {{x}}\n    tags: ["{{t}}"]\n    timeout: "{{t}}"\n',
    says: [
      ['template-not-here', '1:9', /It is the same for/],
      ['template-not-here', '4:13', /It is the same for/],
      ['wrong-form', '5:15', /Write it like install/],
      ['template-not-here', '5:17', /It is the same for/],
      ['template-not-here', '6:14', /It is the same for/],
      ['template-not-here', '7:13', /It is the same for/],
      ['bad-duration', '8:14', /Write seconds as a number/],
      ['template-not-here', '8:15', /It is the same for/],
    ],
  },
  {
    title: 'templates as keys',
    playbook:
      'hosts: all\nstages:\n  - exec: "true"\n    "{{role}}": x\n  - transfer: { src: a, dest: /b, "{{k}}": 1 }\n  - exec: { command: x, env: { "{{NAME}}": y } }\n',
    files: { a: '' },
    says: [
      ['unknown-key', '4:5', /Write the key itself: only/],
      ['unknown-key', '5:35', /Write the key itself: only/],
      ['wrong-form', '6:32', /For example env: \{ RELEASE/],
    ],
  },
];
