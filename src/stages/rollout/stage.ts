import { Type } from 'typebox';
import { duration } from '../../document/schema/blocks.ts';
import { valueAt } from '../../document/value-at.ts';
import { durationMs } from '../duration.ts';
import { defineRollout, type Lack } from '../stage.ts';
import { isShare, shareOf } from './share.ts';

const percent = '^(100|\\d{1,2}(\\.\\d+)?)%$';

const schema = Type.Object(
  {
    waves: Type.Array(
      Type.Union([
        Type.Integer({ minimum: 1 }),
        Type.String({ pattern: percent, 'x-form': 'a percentage such as 10%' }),
      ]),
      {
        minItems: 1,
        description:
          'How many of the hosts have had their turn when each wave is over: as a number, or in percent. The last one is 100%.',
        examples: [[1, '10%', '100%']],
      },
    ),
    'max-failures': Type.Optional(
      Type.Union(
        [
          Type.Integer({ minimum: 0 }),
          Type.String({ pattern: percent, 'x-form': 'a percentage such as 5%' }),
        ],
        {
          description:
            'How many hosts of a wave may come out other than ok before no further wave starts: as a number, or in percent of the wave.',
          default: 0,
          examples: [2, '5%'],
        },
      ),
    ),
    pause: Type.Optional(
      duration({ description: 'How long to wait between two waves.', examples: ['30s', '5m'] }),
    ),
  },
  { additionalProperties: false },
);

/** Runs its stages wave by wave. */
export const rollout = defineRollout({
  scope: 'rollout',
  name: 'rollout',
  summary:
    'Runs the stages below it wave by wave: first on a few hosts, then on more, and on no further ones once too many have failed.',
  schema,
  examples: [
    `- name: Workers
  hosts: workers
  rollout: { waves: [1, 10%, 100%], max-failures: 5%, pause: 30s }
  stages:
    - exec: /tmp/install.sh --role worker
      become: true
    - reboot: {}
    - assert: { success-rate: 95, of: wave }
  on-failure:
    - exec: /opt/agent/rollback
      become: true`,
  ],
  lacks,
  read: ({ waves, 'max-failures': mayFail = 0, pause }) => ({
    waves: waves.map(shareOf),
    mayFail: shareOf(mayFail),
    ...(pause !== undefined && { pauseMs: durationMs(pause) }),
  }),
});

/** What the schema has told already is nothing for here. */
function lacks(args: unknown): Lack | undefined {
  const waves: unknown = valueAt(args, ['waves']);
  if (!Array.isArray(waves) || waves.length === 0 || !waves.every(isShare)) return undefined;
  const shares = waves.map(shareOf);
  const last = shares.at(-1);
  if (last?.percent !== 100) {
    const message = 'The waves leave some of the hosts out.';
    return { message, advice: `End them with 100%: [${[...waves, '100%'].join(', ')}].`, isClash: true };
  }
  for (const unit of ['count', 'percent'] as const) {
    const sizes = shares.flatMap((share) => share[unit] ?? []);
    const at = sizes.findIndex((size, index) => index > 0 && size <= (sizes[index - 1] ?? 0));
    if (at < 0) continue;
    const sign = unit === 'percent' ? '%' : '';
    const message = `After a wave up to ${sizes[at - 1]}${sign} of the hosts comes one up to ${sizes[at]}${sign}, which has none.`;
    const advice = 'Each counts all hosts from the first one on: [1, 10%, 100%], not the hosts that it adds.';
    return { message, advice, isClash: true };
  }
  return undefined;
}
