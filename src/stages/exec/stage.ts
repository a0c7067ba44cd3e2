import { TaskFailure } from '../../result/task-failure.ts';
import type { CommandSetting } from '../../shell/command-text.ts';
import { endWith } from '../ended-command.ts';
import { environmentOf } from '../environment.ts';
import { homeOfAnother } from '../home-of-another.ts';
import { defineHostStage } from '../stage.ts';
import { ask } from '../step.ts';
import { type Checks, whyNotNeeded } from './checks.ts';
import { describeExec } from './describe.ts';
import { type ExecArgs, execSchema } from './schema.ts';

/** Runs a command on each host. */
export const exec = defineHostStage({
  scope: 'host',
  name: 'exec',
  summary: 'Runs shell text on each host. It is ok when the command ends with exit code 0.',
  schema: execSchema,
  cannotTellChange: true,
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
    `- name: Set up the database once
  exec:
    command: [./create-schema, ./load-data]
    chdir: /opt/agent
    env: { DB_URL: "{{db_url}}" }
    creates: /var/lib/agent/db
  become: { user: agent }`,
    `- exec: { command: "[[ -v AGENT_HOME ]] && ./check", shell: /bin/bash, unless: systemctl is-active agent }`,
  ],
  faults: (args) => {
    if (typeof args === 'string' || Array.isArray(args)) return [];
    return [...homeOfAnother(['chdir'], args.chdir), ...homeOfAnother(['creates'], args.creates)];
  },
  describe: (args) => {
    const { commands, setting, checks } = readArgs(args);
    return describeExec(commands, setting, checks);
  },
  *run({ args, timeoutMs }) {
    const { commands, setting, checks } = readArgs(args);
    const why = yield* whyNotNeeded(checks, setting, timeoutMs);
    if (why !== undefined) return { ran: 'no', changed: false, message: `not run: ${why}` };
    const [command = '', ...next] = commands;
    const end = yield* ask({
      kind: 'command',
      command,
      ...(next.length > 0 && { next }),
      ...(Object.keys(setting).length > 0 && { setting }),
    });
    if (end.kind === 'link-lost')
      throw new TaskFailure('link_lost', 'the link was lost while the command ran');
    return endWith(end, which(commands, end.step));
  },
});

interface ReadArgs {
  readonly commands: readonly string[];
  readonly setting: CommandSetting;
  readonly checks: Checks;
}

function readArgs(args: ExecArgs): ReadArgs {
  if (typeof args === 'string' || Array.isArray(args))
    return { commands: [args].flat(), setting: {}, checks: {} };
  const { command, chdir, env, stdin, shell, ...checks } = args;
  const setting = {
    ...(chdir !== undefined && { directory: chdir }),
    ...(env !== undefined && { environment: environmentOf(env) }),
    ...(stdin !== undefined && { stdin }),
    ...(shell !== undefined && shell !== '/bin/sh' && { shell }),
  };
  return { commands: [command].flat(), setting, checks };
}

/** `command 2 of 3 (tar …)`. */
function which(commands: readonly string[], step: number | undefined): string {
  const { length } = commands;
  if (length === 1) return 'the command';
  if (step === undefined) return `one of the ${length} commands`;
  return `command ${step} of ${length}${program(commands[step - 1] ?? '')}`;
}

/** What follows on the name may differ from host to host, and hosts that failed in the same way are told together. */
function program(command: string): string {
  const [, name, more = ''] = /^\s*([\w./+-]{1,40})(?:\s+(\S)|\s*$)/.exec(command) ?? [];
  return name === undefined ? '' : ` (${name}${more === '' ? '' : ' …'})`;
}
