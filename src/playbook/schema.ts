import { type TSchema, Type } from 'typebox';
import { stageKinds } from '../stages/index.ts';
import type { StageKind } from '../stages/stage.ts';
import {
  becomeSchema,
  concurrencySchema,
  hostStageKeys,
  hostsSchema,
  includeKeys,
  nestedStages,
  retrySchema,
  stageKeys,
  timeoutSchema,
  varsSchema,
} from './stage/stage-keys.ts';

/** Every key that a stage can have, with the kinds. That exactly one kind stands there is said by words of our own. */
export const stageSchema = Type.Object(
  {
    ...stageKeys,
    ...hostStageKeys,
    ...Object.fromEntries(stageKinds.map((kind) => [kind.name, kindSchema(kind)])),
    ...nestedStages,
  },
  {
    additionalProperties: false,
    description: 'One step of the playbook: one kind of stage, and how to run it.',
  },
);

function kindSchema({ schema, summary }: StageKind): TSchema {
  return Type.Optional({ ...schema, description: summary });
}

/** How all stages run that do not say it themselves. */
export const defaultsSchema = Type.Object(
  {
    concurrency: Type.Optional(concurrencySchema),
    timeout: Type.Optional(timeoutSchema),
    retry: Type.Optional(retrySchema),
    become: Type.Optional(becomeSchema),
  },
  {
    additionalProperties: false,
    description: 'For all stages that do not say it themselves.',
    examples: [{ concurrency: 20, timeout: '10m' }],
  },
);

/** A whole playbook, as the loader checks it. */
export const playbookSchema = playbookOf(stageSchema);

/** The same for editors, which need to be told in the schema that a stage has exactly one kind. */
export const publishedPlaybookSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'aeon-run playbook',
  ...playbookOf({
    ...stageSchema,
    properties: {
      ...stageSchema.properties,
      ...Object.fromEntries(
        Object.entries(nestedStages).map(([key, list]) => [
          key,
          { ...list, items: { $ref: '#/properties/stages/items' } },
        ]),
      ),
    },
    oneOf: stageKinds.map(onlyThisKind),
  }),
};

function playbookOf(stage: TSchema) {
  return Type.Object(
    {
      name: Type.Optional(
        Type.String({
          minLength: 1,
          description: 'What the playbook is for.',
          examples: ['Roll out the agent'],
        }),
      ),
      hosts: Type.Optional({
        ...hostsSchema,
        description: 'A pattern for the stages that name no hosts themselves.',
      }),
      vars: Type.Optional(varsSchema),
      defaults: Type.Optional(defaultsSchema),
      lock: Type.Optional(
        Type.Boolean({
          description:
            'Locks each host for the run, on the host itself: another run with it, from whichever controller, is refused there.',
          default: false,
          examples: [true],
        }),
      ),
      stages: Type.Array(stage, {
        minItems: 1,
        'x-advice': 'Write the stages below stages:, each begins with a dash: - exec: uptime.',
        description: 'What to do: one stage after another, in each the hosts side by side.',
      }),
    },
    { additionalProperties: false, description: 'What to do on a fleet.' },
  );
}

function onlyThisKind(kind: StageKind) {
  const { name } = kind;
  const keys = [...Object.keys(hostStageKeys), 'continue-on-error', ...Object.keys(nestedStages)];
  const without = keys.filter((key) => !mayHave(kind, key));
  return {
    required: kind.scope === 'rollout' ? [name, 'stages'] : [name],
    ...(without.length > 0 && { not: { anyOf: without.map((key) => ({ required: [key] })) } }),
  };
}

function mayHave(kind: StageKind, key: string): boolean {
  if (Object.hasOwn(nestedStages, key)) return kind.scope === 'rollout';
  if (kind.scope === 'include' || kind.scope === 'rollout') return includeKeys.includes(key);
  if (kind.scope === 'host' || key === 'continue-on-error') return true;
  return kind.scope === 'controller' && (kind.onEachHost !== undefined || kind.hostStageKeys.includes(key));
}
