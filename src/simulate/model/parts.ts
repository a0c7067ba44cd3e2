/** Building blocks of the schemas of a rehearsal: what varies, and how likely it is. */

import { type TSchemaOptions, Type } from 'typebox';
import { duration } from '../../document/schema/blocks.ts';

const closed = { additionalProperties: false };

/** `5%`. */
export function share(options: TSchemaOptions = {}) {
  return Type.String({
    pattern: '^(?:100(?:\\.0+)?|\\d{1,2}(?:\\.\\d+)?)%$',
    'x-form': 'a share from 0% to 100%',
    'x-type': 'share',
    examples: ['5%'],
    ...options,
  });
}

/** One value, or a distribution that is drawn from. */
export function distribution(options: TSchemaOptions = {}) {
  return Type.Union(
    [
      duration(),
      Type.Object(
        {
          uniform: Type.Array(duration(), {
            minItems: 2,
            maxItems: 2,
            description: 'Anything between the two is as likely.',
            examples: [['10s', '1m']],
          }),
        },
        closed,
      ),
      Type.Object(
        {
          normal: duration({ description: 'The mean.', examples: ['20s'] }),
          deviation: duration({ description: 'The standard deviation.', examples: ['5s'] }),
          min: Type.Optional(
            duration({ description: 'What is less becomes this.', default: 0, examples: ['1s'] }),
          ),
          max: Type.Optional(duration({ description: 'What is more becomes this.', examples: ['1m'] })),
        },
        closed,
      ),
    ],
    { examples: ['20ms', { uniform: ['10s', '1m'] }], ...options },
  );
}

/** What a command writes to a stream: one text, or one by exit code. */
export function output(options: TSchemaOptions) {
  return Type.Union(
    [
      Type.String(),
      Type.Record(Type.String(), Type.String(), {
        propertyNames: {
          pattern: '^(\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])$',
          'x-form': 'an exit code from 0 to 255, in quotes',
        },
      }),
    ],
    options,
  );
}

export const connectFailures = ['refused', 'timeout', 'no-route'] as const;
export type ConnectFailureWord = (typeof connectFailures)[number];

/** How a connection fails: always, or by chance. */
export function connectFailure(options: TSchemaOptions = {}) {
  const how = { description: 'How it fails.' };
  return Type.Union(
    [
      Type.Enum([...connectFailures], how),
      Type.Object(
        { chance: share({ description: 'How likely it is.' }), as: Type.Enum([...connectFailures], how) },
        closed,
      ),
    ],
    { examples: ['refused', { chance: '30%', as: 'timeout' }], ...options },
  );
}

/** One pattern or several, in the language of stages. */
export const hostPattern = Type.Union(
  [Type.String({ minLength: 1 }), Type.Array(Type.String({ minLength: 1 }))],
  {
    description: 'The hosts that this is about, as in a stage; all of them unless told.',
    examples: ['workers', 'web[1-20],db'],
  },
);
