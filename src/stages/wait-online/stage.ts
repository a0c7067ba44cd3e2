import { Type } from 'typebox';
import { duration, positiveDuration, shellText } from '../../document/schema/blocks.ts';
import { durationMs, durationText, limitText } from '../duration.ts';
import { defineHostStage } from '../stage.ts';
import { waitOnline as waitSteps } from './wait.ts';

const defaults = { timeout: '5m', interval: '2s' } as const;

const schema = Type.Object(
  {
    timeout: Type.Optional(
      positiveDuration({
        description: 'How long to wait until a login works and the check passes.',
        default: defaults.timeout,
      }),
    ),
    check: Type.Optional(
      shellText({
        description:
          'Shell text that ends with exit code 0 when the host is ready. It is run again and again, so it should only look.',
        examples: ['systemctl is-active agent'],
      }),
    ),
    interval: Type.Optional(
      duration({ description: 'The pause between two tries.', default: defaults.interval }),
    ),
  },
  { additionalProperties: false },
);

/** Waits until each host can be logged in to, and a check passes there. */
export const waitOnline = defineHostStage({
  scope: 'host',
  name: 'wait-online',
  summary: 'Waits until a login works on each host and, where one is given, a check passes.',
  schema,
  isRepeatable: true,
  examples: [
    `- wait-online: { timeout: 5m, check: systemctl is-active agent }`,
    `- name: Until the new machines answer
  wait-online: { timeout: 15m, interval: 10s }
  concurrency: 50`,
  ],
  describe: ({ timeout = defaults.timeout, check }) => {
    const limit = limitText(durationMs(timeout));
    return check === undefined ? `wait up to ${limit} for a login` : `wait up to ${limit} for: ${check}`;
  },
  timeoutMs: ({ timeout = defaults.timeout }) => durationMs(timeout),
  *run({ host, args: { check, interval = defaults.interval }, timeoutMs }) {
    const wait = { host, intervalMs: durationMs(interval), timeoutMs, ...(check !== undefined && { check }) };
    const tookMs = yield* waitSteps(wait);
    return { changed: false, message: `ready after ${durationText(tookMs)}` };
  },
});
