import { type Static, type TSchemaOptions, Type } from 'typebox';
import { duration } from '../../document/schema/blocks.ts';
import { outcomes } from '../../result/outcome.ts';
import { hostPattern } from '../model/parts.ts';
import { modelSchema } from '../model/schema.ts';

const closed = { additionalProperties: false };
const text = (options: TSchemaOptions) => Type.String({ minLength: 1, ...options });

const toItsEnd =
  'Write the name or number of the stage or the rollout, "wave 2" for one of its waves, or false where the run goes to its end.';

/** A number, or between which ones it lies. */
function amount(description: string, examples: readonly unknown[], most?: number) {
  const number = (options: TSchemaOptions = {}) =>
    Type.Number({ minimum: 0, ...(most !== undefined && { maximum: most }), ...options });
  return Type.Union(
    [
      number(),
      Type.Object(
        {
          min: Type.Optional(number({ description: 'At least.' })),
          max: Type.Optional(number({ description: 'At most.' })),
        },
        { ...closed, minProperties: 1 },
      ),
    ],
    { description, examples: [...examples] },
  );
}

const outcome = Type.Enum([...outcomes]);

const stageExpectation = Type.Object(
  {
    status: Type.Optional(
      Type.Enum(['good', 'bad', 'not_run'], { description: 'What became of it, as in results.json.' }),
    ),
    ...Object.fromEntries(
      outcomes.map((word) => [word, Type.Optional(amount(`How many hosts came out ${word}.`, [{ max: 2 }]))]),
    ),
  },
  { ...closed, minProperties: 1 },
);

export const expectationSchema = Type.Object(
  {
    'exit-code': Type.Optional(
      Type.Enum([0, 1, 3, 5, 130], { description: 'What the run ends with.', examples: [1] }),
    ),
    'stops-in': Type.Optional(
      Type.Union([text({}), Type.Literal(false, { 'x-advice': toItsEnd })], {
        description:
          'The name or number of the stage that stops the run, the name of a rollout, or its wave; `false`: it goes to its end.',
        examples: ['Enough workers have it', 'wave 2', false],
      }),
    ),
    touched: Type.Optional(
      amount('On how many hosts something was run or may have been: how far the damage can go.', [
        { max: 11 },
      ]),
    ),
    untouched: Type.Optional({ ...hostPattern, description: 'Hosts on which nothing was run.' }),
    'success-rate': Type.Optional(amount('How many percent of all hosts came out ok.', [{ min: 95 }], 100)),
    outcome: Type.Optional(
      Type.Record(Type.String(), Type.Union([outcome, Type.Array(outcome, { minItems: 1 })]), {
        description: 'By a pattern of hosts: what each of them came to, or what it may have come to.',
        examples: [{ w3: 'failed', managers: 'ok', workers: ['ok', 'unreachable'] }],
      }),
    ),
    stages: Type.Optional(
      Type.Record(Type.String(), stageExpectation, {
        description: 'By the name or number of a stage: what became of it.',
        examples: [{ 'Install on the workers': { status: 'bad', failed: { max: 2 } } }],
      }),
    ),
    takes: Type.Optional(
      Type.Object(
        {
          min: Type.Optional(duration({ description: 'At least.' })),
          max: Type.Optional(duration({ description: 'At most.' })),
        },
        {
          ...closed,
          minProperties: 1,
          description: 'How long the run takes, in its own time.',
          'x-advice': 'Write between which times it lies: takes: { max: 30m }.',
        },
      ),
    ),
  },
  { ...closed, minProperties: 1, description: 'What has to come out.' },
);

const setting = {
  playbook: Type.Optional(
    text({ description: 'The playbook, relative to this file.', examples: ['rollout.yml'] }),
  ),
  inventory: Type.Optional(
    Type.Union([text({}), Type.Array(text({}), { minItems: 1 })], {
      description: 'Inventories, relative to this file; several merge in order.',
      examples: ['../inventories/cluster.yml'],
    }),
  ),
  model: Type.Optional(
    Type.Union([text({}), { ...modelSchema }], {
      description:
        'What goes wrong: a file, relative to this one, or the model itself. Nothing, unless told.',
    }),
  ),
  'extra-vars': Type.Optional(
    Type.Record(Type.String(), Type.Any(), { description: 'As with -e.', examples: [{ release: '1.5.0' }] }),
  ),
  seeds: Type.Optional(
    Type.Union(
      [
        Type.Array(Type.Integer({ minimum: 0 }), { minItems: 1 }),
        Type.String({ pattern: '^\\d+-\\d+$', 'x-form': 'a range such as 1-20', examples: ['1-20'] }),
      ],
      {
        description: 'It has to come out with each of them. The seed of the model, unless told.',
        'x-advice': 'Write a range, 1-20, or a list of seeds, [7].',
        examples: ['1-20', [7]],
      },
    ),
  ),
  limit: Type.Optional(text({ description: 'As with --limit.' })),
  tags: Type.Optional(text({ description: 'As with --tags.' })),
  'skip-tags': Type.Optional(text({ description: 'As with --skip-tags.' })),
  'start-at': Type.Optional(text({ description: 'As with --start-at.' })),
  concurrency: Type.Optional(Type.Integer({ minimum: 1, description: 'As with --concurrency.' })),
};

const testCase = Type.Object(
  {
    name: text({ description: 'What is promised, as a sentence.', examples: ['A broken manager stops it'] }),
    ...setting,
    expect: expectationSchema,
  },
  { ...closed, description: 'One promise of the playbook.' },
);

/** Tests of playbooks. `schemas/rehearsal-test.schema.json` is made from it. */
export const testFileSchema = Type.Object(
  {
    ...setting,
    cases: Type.Array(testCase, {
      minItems: 1,
      description: 'What to rehearse, and what has to come out. What stands above holds for all of them.',
    }),
  },
  { ...closed, title: 'aeon-run rehearsal test' },
);

export type Expectation = Static<typeof expectationSchema>;
export type WrittenTestFile = Static<typeof testFileSchema>;
export type WrittenCase = WrittenTestFile['cases'][number];
export type Setting = Omit<WrittenTestFile, 'cases'>;
