import { Type } from 'typebox';
import { type Facts, factFields } from '../../result/facts.ts';
import { outcomes, phases } from '../../result/outcome.ts';
import { type Reason, reasons } from '../../result/reason.ts';

export const text = (description: string) => Type.String({ description });
export const count = (description: string) => Type.Integer({ minimum: 0, description });
export const ms = (description: string) => Type.Number({ minimum: 0, description });
export const sha256 = (description: string) => Type.String({ pattern: '^[0-9a-f]{64}$', description });
export const only = <Word extends string>(words: readonly Word[], description: string) =>
  Type.Enum([...words], { description });
export const isTrue = (description: string) => Type.Optional(Type.Literal(true, { description }));
export const hostNames = (description: string) => Type.Array(Type.String(), { description });

const output = (stream: string) =>
  Type.Optional(
    Type.Object(
      {
        tail: text('Its end as text, at most 8 KiB; secrets are masked, and what is no UTF-8 is replaced.'),
        bytes: count('All that was written.'),
        sha256: Type.Optional(sha256('Of all of it, where `tail` is only the end.')),
        file: Type.Optional(text('Where all of it lies, below the run directory.')),
        isCut: isTrue('A link was lost before its end: nobody knows what is missing.'),
        incomplete: Type.Optional(text('Why the file does not hold all of it, where that is so.')),
        isMasked: isTrue('It holds a secret, and has `***` in its place.'),
        isSecret: isTrue('The stage says `secret`: nothing of it is kept.'),
      },
      { description: `What the command wrote on ${stream}.` },
    ),
  );

/** What became of one stage on one host, or on this machine. */
export const taskResult = Type.Object(
  {
    outcome: only(outcomes, 'Only `ok` is proven to be done.'),
    ran: only(
      ['no', 'yes', 'unknown'],
      'Whether the work was begun on the host; `unknown` is said, never guessed.',
    ),
    phase: Type.Optional(only(phases, 'Where it stood when it ended. Absent when `ok`.')),
    reason: Type.Optional(
      Type.Enum(
        Object.keys(reasons).filter((word): word is Reason => word in reasons),
        { description: 'A stable word, see errors.md. Absent when `ok`.', 'x-type': 'text' },
      ),
    ),
    message: Type.Optional(text('A sentence for a person. It may change between versions.')),
    changed: Type.Optional(
      Type.Boolean({
        description: 'False when the host was already as asked. Absent where nobody can know.',
      }),
    ),
    exitCode: Type.Optional(Type.Integer({ description: 'Of the command, where one ran to its end.' })),
    stdout: output('stdout'),
    stderr: output('stderr'),
    attempts: count('How many tries were begun.'),
    durationMs: ms('From the first attempt to the last.'),
  },
  { description: 'What it came to.' },
);

export const plannedStages = Type.Array(
  Type.Object({
    id: text('Its place in the playbook: `1`, `2`, `4.1` where 4 includes it, `4.1.2` in wave 1 of 4.'),
    name: text('As it is shown.'),
    kind: text('`exec`, `transfer`, …'),
    hostCount: count('How many hosts its pattern chose; 0 where it runs on none.'),
    concurrency: count('How many of them at once.'),
    continueOnError: Type.Boolean({ description: 'A failure in it does not count.' }),
    wave: Type.Optional(
      Type.Object(
        {
          rollout: text('The place of the rollout in the playbook.'),
          number: count('From 1.'),
          of: count('How many waves there are.'),
        },
        { description: 'Of a rollout.' },
      ),
    ),
    isOnFailure: isTrue('It runs only when that wave has failed.'),
  }),
  { description: 'All stages of the plan, in their order.' },
);

export const plannedHosts = Type.Array(
  Type.Object({
    name: text('As the inventory calls it.'),
    address: text('Where it is reached.'),
    lastStage: Type.Optional(text('The id of the last stage that is to run there.')),
  }),
  { description: 'Every host that a stage plans to use, in the order of the inventory.' },
);

export const controllerMoment = Type.Optional(
  Type.Object(
    {
      bootId: Type.Optional(text('Absent where the kernel tells none.')),
      uptimeSeconds: ms('For how long that boot had lasted.'),
    },
    { description: 'The boot of this machine, by which a resumed run knows how old an attempt is.' },
  ),
);

const typeOf = {
  string: (meaning: string) => text(meaning),
  int: (meaning: string) => Type.Integer({ description: meaning }),
  'list<string>': (meaning: string) => Type.Array(Type.String(), { description: meaning }),
} as const;

type FactSchemas = {
  [Name in keyof Facts]: ReturnType<(typeof typeOf)[(typeof factFields)[Name]['type']]>;
};

const factSchemas = Object.fromEntries(
  Object.entries(factFields).map(([name, { type, meaning }]) => [name, typeOf[type](meaning)]),
) as FactSchemas; // Each field has the schema that its type has in the table.

export const facts = Type.Object(factSchemas, { description: 'What the host says of itself.' });
