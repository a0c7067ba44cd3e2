import { Type } from 'typebox';
import { ratePercent, reachesRate } from '../../result/success-rate.ts';
import { defineFleetStage } from '../stage.ts';

const schema = Type.Object(
  {
    'success-rate': Type.Number({
      minimum: 0,
      maximum: 100,
      description: 'How many percent of the planned hosts must be ok. It is compared exactly, never rounded.',
      examples: [100, 95],
    }),
    of: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'The name or the register of the stage to judge. Without it: the host stage before this one.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** Ends the run when too few hosts are ok. */
export const assert = defineFleetStage({
  scope: 'fleet',
  name: 'assert',
  summary: 'Stops the run unless enough hosts came out ok. It contacts no host.',
  schema,
  examples: [
    `- assert: { success-rate: 100 }`,
    `- name: Enough workers have it
  assert: { success-rate: 95, of: Install on workers }`,
  ],
  describe: (args) => `at least ${args['success-rate']} % ok`,
  judges: ({ of }) => of,
  judge: (args, { tally }) => {
    const asked = args['success-rate'];
    const hosts = tally.planned === 1 ? 'host is' : 'hosts are';
    return {
      isGood: reachesRate(tally, asked),
      sentence: `${tally.ok} of ${tally.planned} ${hosts} ok (${ratePercent(tally)} %), ${asked} % asked`,
    };
  },
});
