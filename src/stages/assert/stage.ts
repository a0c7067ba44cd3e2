import { type Static, Type } from 'typebox';
import { countText } from '../../result/count-text.ts';
import { ratePercent, reachesRate, type Tally } from '../../result/success-rate.ts';
import { defineFleetStage, type Verdict } from '../stage.ts';

const schema = Type.Object(
  {
    'success-rate': Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 100,
        description:
          'How many percent of the planned hosts must be ok. It is compared exactly, never rounded. This or that has to be there; with both, both must hold.',
        examples: [100, 95],
      }),
    ),
    that: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'A CEL expression over the results of the fleet: stage is the judged stage, stages.NAME a stage before this one that registers NAME.',
        examples: ['stage.unknown == 0 && stages.install.ok >= 3'],
      }),
    ),
    of: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'The name or the register of the stage to judge; in a rollout, wave is the whole wave. Without it: the host stage before this one.',
      }),
    ),
    message: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'What to say when it does not hold: what it means, and what to do.',
        examples: ['The quorum is lost: bring a manager back before you go on.'],
      }),
    ),
  },
  { additionalProperties: false },
);

/** Ends the run when too few hosts are ok. */
export const assert = defineFleetStage({
  scope: 'fleet',
  name: 'assert',
  summary:
    'Stops the run unless enough hosts came out ok, or what you say of their results is true. It contacts no host.',
  schema,
  examples: [
    `- assert: { success-rate: 100 }`,
    `- name: Enough workers have it
  assert: { success-rate: 95, of: Install on workers }`,
    `- exec: /opt/agent --version
  register: version
- name: Everywhere the same version, and at least one host has it
  assert:
    that: stage.ok >= 1 && stage.results.filter(r, r.ok).all(r, r.stdout == stage.results.filter(r, r.ok)[0].stdout)
    message: Run the roll-out again, then look at the hosts that differ.`,
  ],
  conditionKey: 'that',
  lacks: (args: Static<typeof schema>) =>
    args['success-rate'] === undefined && args.that === undefined
      ? {
          message: 'The assert does not say what has to hold.',
          advice: 'Add success-rate: 95, or that: with a condition such as stage.failed == 0.',
        }
      : undefined,
  describe: (args) => {
    const rate = args['success-rate'];
    const parts = [rate === undefined ? [] : [`at least ${rate} % ok`], args.that ?? []];
    return parts.flat().join(' and ');
  },
  judges: ({ of }) => of,
  judge: (args, { tally }, claim) => {
    const asked = args['success-rate'];
    const parts: Verdict[] = [];
    if (asked !== undefined)
      parts.push({ isGood: reachesRate(tally, asked), sentence: rateSentence(tally, asked) });
    if (claim !== undefined) parts.push({ isGood: claim.holds, sentence: claim.sentence });
    const isGood = parts.every((part) => part.isGood);
    const found = parts.map(({ sentence }) => sentence).join('; ');
    if (isGood || args.message === undefined) return { isGood, sentence: found };
    return { isGood, sentence: `${args.message.replace(/[\s.:]+$/, '')}: ${found}` };
  },
});

function rateSentence(tally: Tally, asked: number): string {
  const hosts = tally.planned === 1 ? 'host is' : 'hosts are';
  return `${countText(tally.ok)} of ${countText(tally.planned)} ${hosts} ok (${ratePercent(tally)} %), ${asked} % asked`;
}
