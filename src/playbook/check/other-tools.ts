/** What people write who come from Ansible and its like, and what it is called here. */

const command = 'Write exec: with the shell text.';
const module =
  'There are no modules here: write the command that does it, for example exec: apt-get install -y nginx.';
const transfer = 'Write transfer: { src: …, dest: … }.';
const loop = 'There are no loops over items: use {{#each list}}…{{/each}} inside exec.';

type Option = readonly [name: string, value: string];
const shell: Option = ['shell', '/bin/bash'];
const chdir: Option = ['chdir', '/path'];
const env: Option = ['env', '{ NAME: value }'];

/** What stands below a kind here, and beside it elsewhere. */
const optionByKey: Readonly<Record<string, Option>> = {
  ...Object.fromEntries(['environment', 'env'].map((key) => [key, env])),
  ...Object.fromEntries(['chdir', 'cwd', 'workdir', 'working_directory'].map((key) => [key, chdir])),
  stdin: ['stdin', 'text'],
  creates: ['creates', '/path'],
  unless: ['unless', 'a check'],
  onlyif: ['onlyif', 'a check'],
  executable: shell,
};

/** Under the kind of this stage where that has it, and else under `exec`, which has all of them. */
function underKind([name, value]: Option, kind: string | undefined): string {
  if (kind === 'local' && (name === 'chdir' || name === 'env')) {
    return `Write it under local: local: { command: …, ${name}: ${value} }.`;
  }
  if (kind === 'script' && name === 'chdir')
    return `Write it under script: script: { src: …, chdir: ${value} }.`;
  return `Write it under exec: exec: { command: …, ${name}: ${value} }.`;
}

const adviceByKey: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['shell', 'command', 'cmd', 'run', 'raw', 'bash', 'sh'].map((key) => [key, command])),
  ...Object.fromEntries(
    ['copy', 'upload', 'synchronize', 'put', 'scp', 'rsync'].map((key) => [key, transfer]),
  ),
  ...Object.fromEntries(
    ['apt', 'apk', 'dnf', 'yum', 'pip', 'package', 'service', 'systemd', 'systemd_service'].map((key) => [
      key,
      module,
    ]),
  ),
  ...Object.fromEntries(
    [
      'user',
      'group',
      'file',
      'lineinfile',
      'blockinfile',
      'git',
      'get_url',
      'unarchive',
      'stat',
      'cron',
      'debug',
      'set_fact',
    ].map((key) => [key, module]),
  ),
  ...Object.fromEntries(
    ['loop', 'with_items', 'with_dict', 'with_list', 'with_fileglob'].map((key) => [key, loop]),
  ),
  tasks: 'The list of what to do is called stages.',
  steps: 'The list of what to do is called stages.',
  jobs: 'The list of what to do is called stages.',
  roles: 'There are no roles: write the stages themselves.',
  handlers:
    'There are no handlers: register the stage that changes something, and give the later one a when.',
  notify: 'There are no handlers: register this stage, and give the later one when: results.NAME.changed.',
  gather_facts: 'Nothing is gathered unless it is used: remove this line.',
  remote_user: 'The user stands in the inventory: user.',
  vars_files: 'Write the vars here, into group_vars/ beside the inventory, or name the file with -e @file.',
  ...Object.fromEntries(
    ['include_tasks', 'import_tasks', 'import_playbook', 'include_role', 'import_role'].map((key) => [
      key,
      'Write include: with the other file.',
    ]),
  ),
  ...Object.fromEntries(
    ['pre_tasks', 'post_tasks'].map((key) => [key, 'Write them among the stages, in their order.']),
  ),
  ...Object.fromEntries(
    ['any_errors_fatal', 'max_fail_percentage'].map((key) => [
      key,
      'Write max-failures in a rollout, or a stage after it: assert: { success-rate: 95 }.',
    ]),
  ),
  ...Object.fromEntries(
    ['block', 'rescue', 'always'].map((key) => [
      key,
      "Write stages one after another, a later one with when: results.NAME.outcome == 'failed'.",
    ]),
  ),
  serial:
    'Write rollout: { waves: [1, 10%, 100%] } and the stages below it; concurrency is for how many hosts are worked on side by side.',
  forks: 'Write concurrency for how many hosts are worked on side by side.',
  strategy: 'Stages run one after another, in each the hosts side by side: remove this line.',
  become_user: 'Write become: { user: … }.',
  become_method: 'The method stands in the inventory: become: { method: doas }.',
  sudo: 'Write become: true.',
  ignore_errors: 'Write continue-on-error: true.',
  'ignore-errors': 'Write continue-on-error: true.',
  no_log: 'Write secret: true.',
  retries: 'Write retry: { attempts: …, delay: … }.',
  delay: 'Write retry: { attempts: …, delay: … }.',
  failed_when: 'Write failed-when: with a condition such as result.exit_code > 1.',
  changed_when: "Write changed-when: with a condition such as result.stdout != ''.",
  async: 'Write timeout for how long it may take.',
  poll: 'Write timeout for how long it may take.',
  delegate_to: 'Write hosts: with the name of that host, or local: for this machine.',
  local_action: 'Write local: with the shell text.',
  connection: 'Write local: with the shell text, for what runs on this machine.',
  prompt: 'Write pause: { confirm: … }.',
  run_once: 'Write hosts: with the name of one host.',
  if: 'Write when: with a condition.',
  target: 'Write hosts: with a pattern.',
  wait_for: 'Write wait-for: { port: … }, or file, http or command in place of port.',
  uri: 'Write wait-for: { http: … }, or exec: curl ….',
  wait_for_connection: 'Write wait-online: {}.',
};

/** What to write for a key that we do not have and that has a meaning in other tools; `kind` is that of its stage. */
export function habitOf(key: string, kind?: string): string | undefined {
  const short = key.replace(/^(ansible\.(builtin|posix|legacy)|community\.general)\./, '');
  const option = key === 'shell' && kind === 'exec' ? shell : own(optionByKey, short);
  if (option !== undefined) return underKind(option, kind);
  return own(adviceByKey, short) ?? ofPyinfra(key);
}

/** `server.shell`, `files.put`: the operations of pyinfra. */
function ofPyinfra(key: string): string | undefined {
  const [, room, operation = ''] =
    /^(server|files|apt|apk|dnf|yum|pip|npm|systemd|git|python)\.(\w+)$/.exec(key) ?? [];
  if (room === undefined) return undefined;
  const advice: Readonly<Record<string, string>> = {
    shell: command,
    script: 'Write script: { src: … }.',
    reboot: 'Write reboot: {}.',
    put: transfer,
    sync: transfer,
    rsync: transfer,
    template: 'Write template: { src: …, dest: … }.',
    get: 'Write fetch: { src: …, dest: … }.',
  };
  return own(advice, operation) ?? module;
}

function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
