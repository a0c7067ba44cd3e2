import { defineControllerStage, defineHostStage } from '../stage.ts';
import { describeLocal, runHere } from './run-here.ts';
import { localSchema } from './schema.ts';

const facts = {
  name: 'local',
  summary:
    'Runs shell text on this machine, the one that runs aeon-run: once, or once for each host. It is ok when it ends with exit code 0.',
  schema: localSchema,
  writesHere: true,
  cannotTellChange: true,
  examples: [
    `- name: Build what is to be brought
  local: make dist/agent.tar.gz
  timeout: 10m`,
    `- local: git describe --tags
  register: version
- hosts: all
  exec: /opt/agent/update {{results.version.stdout}}`,
    `- name: Take it out of the load balancer
  hosts: web
  local: { command: "./lb.sh drain {{host.name}}", per-host: true, inherit: [LB_TOKEN] }
  concurrency: 1`,
    `- local: ./notify.sh {{release}} failed
  when: stages.install.failed > 0`,
  ],
} as const;

const onEachHost = defineHostStage({
  ...facts,
  scope: 'host',
  runsHere: true,
  describe: describeLocal,
  *run({ args, localPath }) {
    return yield* runHere(args, localPath);
  },
});

/** Runs a command on this machine. */
export const local = defineControllerStage({
  ...facts,
  scope: 'controller',
  hostStageKeys: ['when', 'vars', 'timeout', 'register', 'idempotent', 'secret'],
  onEachHost: (args) =>
    typeof args === 'object' && args !== null && Reflect.get(args, 'per-host') === true
      ? onEachHost
      : undefined,
  describe: describeLocal,
  *run({ args, localPath }) {
    return yield* runHere(args, localPath);
  },
});
