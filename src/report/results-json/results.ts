import { type Static, Type } from 'typebox';
import { outcomes } from '../../result/outcome.ts';

const outcome = Type.Enum([...outcomes], {
  description: 'What became of it. Only `ok` is proven to be done.',
});
const seconds = (description: string) => Type.Number({ minimum: 0, description });
const count = (description: string) => Type.Integer({ minimum: 0, description });
const exitCode = Type.Union([Type.Integer(), Type.Null()], {
  description: 'Of the command, where one ran to its end.',
});

const deviceStage = Type.Object({
  id: Type.String(),
  name: Type.String(),
  outcome,
  reason: Type.Optional(Type.String({ description: 'A stable machine word; absent when `ok`.' })),
  message: Type.Optional(Type.String({ description: 'A sentence for a person.' })),
  exit_code: exitCode,
  attempts: count('How many tries were begun.'),
  changed: Type.Optional(Type.Boolean({ description: 'False when the host was already as asked.' })),
  duration_seconds: seconds('From the first attempt to the last.'),
});

const device = Type.Object({
  ip: Type.String({ description: 'The address of the host, as the inventory has it.' }),
  status: Type.Union([Type.Literal('success'), Type.Literal('failed')]),
  duration_seconds: seconds('All its stages together.'),
  exit_code: exitCode,
  output: Type.String({ description: 'The end of what the last stage that ran on it wrote on stdout.' }),
  error: Type.String({
    description: 'Why it did not come out ok, then the end of what was written on stderr.',
  }),
  host: Type.String({ description: "The inventory's name of it." }),
  outcome,
  stages: Type.Array(deviceStage),
});

const stage = Type.Object({
  id: Type.String(),
  name: Type.String(),
  kind: Type.String(),
  status: Type.Union([
    Type.Literal('good'),
    Type.Literal('bad'),
    Type.Literal('not_run'),
    Type.Literal('not_finished'),
  ]),
  planned: count('Hosts that it was to run on, unreachable ones included.'),
  ok: count('Hosts that came out ok.'),
  changed: count('Those of them on which something was changed, as far as the kind can know.'),
  success_rate: Type.Number({
    minimum: 0,
    maximum: 100,
    description: 'In percent; cut, never rounded up. Of no hosts: 100 when the status is `good`, else 0.',
  }),
  verdict: Type.Optional(Type.String({ description: 'What an assert found.' })),
  on_failure: Type.Optional(
    Type.Literal(true, {
      description: 'It runs only when its wave has failed: `not_run` where that did not happen.',
    }),
  ),
  duration_seconds: seconds('From its first task to its last.'),
});

/** The contract of results.json: what the old module wrote, at the top, and what we know beside it. */
export const resultsSchema = Type.Object(
  {
    timestamp: Type.String({ description: 'When the run ended, ISO 8601 in UTC.' }),
    total_devices: count('Every planned host.'),
    successful: count('Hosts with status `success`.'),
    failed: count('All others.'),
    success_rate: Type.Number({
      minimum: 0,
      maximum: 100,
      description: 'In percent; cut, never rounded up. Of no hosts: 100 when the exit code is 0, else 0.',
    }),
    devices: Type.Array(device, { description: 'In the order of the inventory.' }),
    run_id: Type.String(),
    playbook: Type.String({ description: 'The path as given.' }),
    stages: Type.Array(stage, { description: 'In the order of the playbook.' }),
    duration_seconds: seconds('The whole run.'),
    exit_code: Type.Union(
      [
        Type.Literal(0),
        Type.Literal(1),
        Type.Literal(3),
        Type.Literal(4),
        Type.Literal(5),
        Type.Literal(130),
        Type.Null(),
      ],
      {
        description: '`null` when the run has not been brought to its end.',
      },
    ),
    stopped: Type.Union([Type.String(), Type.Null()], { description: 'Why it ended before its last stage.' }),
    locks_left: Type.Optional(
      Type.Array(Type.String(), { description: 'Hosts on which the lock of the run may still be.' }),
    ),
    rehearsal: Type.Optional(
      Type.Object(
        {
          seed: Type.Integer({ description: 'What decided all chance.' }),
          model: Type.Optional(
            Type.String({ description: 'What was to go wrong: the file as given, or none.' }),
          ),
        },
        { description: 'Only of a rehearsal: nothing of this has happened.' },
      ),
    ),
  },
  { title: 'Results of a run of aeon-run', description: 'What each host of a run came to.' },
);

export type Results = Static<typeof resultsSchema>;
export type DeviceResult = Results['devices'][number];
export type DeviceStageResult = DeviceResult['stages'][number];
export type StageResult = Results['stages'][number];
