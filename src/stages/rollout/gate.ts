import { Type } from 'typebox';
import { countText } from '../../result/count-text.ts';
import { defineFleetStage } from '../stage.ts';

/** Stands after the stages of each wave; nobody writes it. */
export const gate = defineFleetStage({
  scope: 'fleet',
  name: 'wave',
  summary: 'Stops the run where too many hosts of a wave are not ok.',
  schema: Type.Object({ mayFail: Type.Integer({ minimum: 0 }) }),
  examples: [],
  describe: ({ mayFail }) =>
    mayFail === 0 ? 'no host may fail' : `at most ${mayFail} ${mayFail === 1 ? 'host' : 'hosts'} may fail`,
  judges: () => 'wave',
  judge: ({ mayFail }, { tally: { ok, planned } }) => {
    const failed = planned - ok;
    const isGood = failed <= mayFail;
    const are = planned === 1 ? 'host is' : 'hosts are';
    const may = mayFail === 0 ? 'none may fail' : `${mayFail} may fail`;
    const rest = isGood ? '' : `, and ${may}`;
    return { isGood, sentence: `${countText(ok)} of ${countText(planned)} ${are} ok${rest}` };
  },
});
