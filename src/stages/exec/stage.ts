import { Type } from 'typebox';
import { TaskFailure } from '../../result/task-failure.ts';
import { exitSentence } from '../exit-sentence.ts';
import { shellText } from '../schema.ts';
import { defineHostStage } from '../stage.ts';
import { ask } from '../step.ts';

const command = shellText({
  description:
    'Shell text, run by /bin/sh on the host. A value in {{ }} is quoted for the place where it stands; {{{ }}} puts it in raw.',
  examples: ['systemctl restart agent', '/tmp/install.sh --release {{release}}'],
});

const schema = Type.Union([
  command,
  Type.Object(
    { command },
    { additionalProperties: false, description: 'The long form, when options stand beside the command.' },
  ),
]);

/** Runs a command on each host. */
export const exec = defineHostStage({
  scope: 'host',
  name: 'exec',
  summary: 'Runs shell text on each host. It is ok when the command ends with exit code 0.',
  schema,
  examples: [
    `- name: Install the agent
  exec: /tmp/install.sh --release {{release}}
  become: true
  register: install`,
    `- exec: |
    set -e
    cd /opt/agent
    ./migrate
  timeout: 2m`,
  ],
  describe: (args) => oneLine(commandOf(args)),
  *run({ args }) {
    const end = yield* ask({ kind: 'command', command: commandOf(args) });
    if (end.kind === 'link-lost')
      throw new TaskFailure('link_lost', 'the link was lost while the command ran');
    const { exitCode, stdout, stderr } = end;
    if (exitCode === 0) return { exitCode, stdout, stderr };
    throw new TaskFailure('exit_code', exitSentence('the command', exitCode, stderr.tail), {
      exitCode,
      stdout,
      stderr,
    });
  },
});

function commandOf(args: string | { readonly command: string }): string {
  return typeof args === 'string' ? args : args.command;
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ⏎ ');
}
