import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostStageKeys, stageKeys } from '../../src/playbook/stage/stage-keys.ts';
import { stageKinds } from '../../src/stages/index.ts';
import { planOf } from './fleet.ts';

const keys = [
  ...Object.keys(stageKeys),
  ...Object.keys(hostStageKeys),
  ...stageKinds.map(({ name }) => name),
];
const words = [
  'all',
  'm1',
  'x',
  '{{role}}',
  '{{{role}}}',
  '{{#if',
  "role == 'x'",
  'results.x.ok',
  '{{results.x.stdout}}',
  '5m',
  '0644',
  '',
];

const leaf = fc.oneof(
  fc.constantFrom(...words),
  fc.string(),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        'src',
        'dest',
        'mode',
        'timeout',
        'check',
        'command',
        'success-rate',
        'of',
        'user',
        'a b',
      ),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
}));
const stage = fc.oneof(
  { arbitrary: fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 5 }), weight: 9 },
  { arbitrary: value, weight: 1 },
);

describe('any playbook', () => {
  it('gives a plan or problems with places, and never breaks', () => {
    const playbook = fc.record(
      {
        name: value,
        hosts: fc.constantFrom('all', 'm1', 'nobody'),
        vars: value,
        defaults: value,
        stages: fc.array(stage),
      },
      { requiredKeys: ['hosts', 'stages'] },
    );
    fc.assert(
      fc.property(playbook, (content) => {
        const { plan, problems } = planOf(JSON.stringify(content, undefined, 1));
        const errors = problems.filter(({ severity }) => severity !== 'warning');
        expect(plan === undefined).toBe(errors.length > 0);
        expect(errors.every(({ place }) => place !== undefined)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
