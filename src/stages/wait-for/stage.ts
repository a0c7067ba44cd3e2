import { TaskFailure } from '../../result/task-failure.ts';
import { durationMs, durationText, limitText } from '../duration.ts';
import { keepTrying } from '../keep-trying.ts';
import { stillOffline } from '../login-and-look.ts';
import { defineHostStage } from '../stage.ts';
import { defaults, waitForSchema } from './schema.ts';
import { readTarget, targetFaults, targetLack, targetText } from './target.ts';
import { tryOnce } from './try-once.ts';

/** Waits until something is so on each host. */
export const waitFor = defineHostStage({
  scope: 'host',
  name: 'wait-for',
  summary:
    'Waits for each host until a port is open, a file is there or gone, a URL answers, or a command says yes.',
  schema: waitForSchema,
  isRepeatable: true,
  examples: [
    `- wait-for: { port: 5432, timeout: 2m }`,
    `- name: The agent is healthy
  wait-for: { http: "http://127.0.0.1:8080/health", status: 200 }`,
    `- wait-for: { file: /var/lib/dpkg/lock, state: absent, timeout: 10m, interval: 5s }
- wait-for: { command: systemctl is-active agent }
  become: true`,
  ],
  lacks: targetLack,
  faults: targetFaults,
  reachesDirectly: ({ port, from }) => port !== undefined && from !== 'host',
  describe: (args) => {
    const { timeout = defaults.timeout } = args;
    return `wait up to ${limitText(durationMs(timeout))} for ${targetText(readTarget(args))}`;
  },
  timeoutMs: ({ timeout = defaults.timeout }) => durationMs(timeout),
  *run({ host, args, timeoutMs }) {
    const target = readTarget(args);
    const waiting = { intervalMs: durationMs(args.interval ?? defaults.interval), timeoutMs };
    const { tookMs, missed } = yield* keepTrying(waiting, (leftMs) => tryOnce(target, host, leftMs));
    if (missed === undefined) return { changed: false, message: `so after ${durationText(tookMs)}` };
    const { isOffline, why, exitCode } = missed;
    const limit = limitText(timeoutMs);
    if (isOffline) throw stillOffline(host, limit, why);
    const message = `waited ${limit} for ${targetText(target)} on ${host}, in vain; the last thing seen: ${why}`;
    throw new TaskFailure('not_in_time', message, exitCode === undefined ? {} : { exitCode });
  },
});
