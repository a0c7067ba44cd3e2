import { Type } from 'typebox';
import { positiveDuration, shellText } from '../../document/schema/blocks.ts';
import { durationMs, durationText, limitText } from '../duration.ts';
import { defineHostStage } from '../stage.ts';
import { ask } from '../step.ts';
import { startReboot } from './start-reboot.ts';
import { waitForNewBoot } from './wait-for-new-boot.ts';

const defaultTimeout = '5m';

/** Lets go of a host that runs systemd by its own means; `reboot` and `shutdown` serve the others. */
export const usualReboot =
  'if [ -d /run/systemd/system ]; then systemctl reboot; elif command -v reboot >/dev/null 2>&1; then reboot; else shutdown -r now; fi';

const schema = Type.Object(
  {
    timeout: Type.Optional(
      positiveDuration({
        description: 'How long the host may take until a login works on the new boot.',
        default: defaultTimeout,
      }),
    ),
    command: Type.Optional(
      shellText({
        description:
          'What reboots the host, where "systemctl reboot", "reboot" or "shutdown -r now" does not.',
        examples: ['/usr/local/sbin/drain-and-reboot'],
      }),
    ),
  },
  { additionalProperties: false },
);

/** Reboots each host and waits until the new boot answers. */
export const reboot = defineHostStage({
  scope: 'host',
  name: 'reboot',
  summary:
    'Reboots each host and waits until it is back. It is ok when the kernel shows a different boot id.',
  schema,
  examples: [
    `- reboot: { timeout: 10m }
  become: true
  concurrency: 3`,
    `- reboot: {}`,
  ],
  describe: ({ timeout = defaultTimeout, command }) =>
    `reboot${command === undefined ? '' : ` with ${command}`}, back within ${limitText(durationMs(timeout))}`,
  timeoutMs: ({ timeout = defaultTimeout }) => durationMs(timeout),
  *run({ host, args, timeoutMs }) {
    const startedAtMs = yield* ask({ kind: 'now' });
    const oldBootId = yield* ask({ kind: 'boot-id' });
    yield* ask({ kind: 'progress', doing: 'rebooting', done: 0, total: timeoutMs, unit: 'ms' });
    yield* startReboot(host, args.command ?? usualReboot, oldBootId);
    const tookMs = yield* waitForNewBoot({ host, oldBootId, startedAtMs, timeoutMs });
    return { changed: true, message: `rebooted in ${durationText(tookMs)}` };
  },
});
