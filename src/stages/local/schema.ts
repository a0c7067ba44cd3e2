import { type Static, Type } from 'typebox';
import { controllerPath, shellText } from '../../document/schema/blocks.ts';
import { environmentKey, variableName } from '../environment.ts';

const command = shellText({
  description:
    'Shell text, run by /bin/sh on this machine. A value in {{ }} is quoted for the place where it stands; {{{ }}} puts it in raw.',
  examples: ['make release', 'curl -fsS -X POST {{hook}}'],
});

/** What stands under `local`: text, or the long form with options. */
export const localSchema = Type.Union([
  command,
  Type.Object(
    {
      command,
      'per-host': Type.Optional(
        Type.Boolean({
          default: false,
          description:
            'Runs it once for each host of the stage, side by side, with its variables, and keeps a result for each. It runs on this machine all the same.',
        }),
      ),
      chdir: Type.Optional(
        controllerPath({
          description:
            'The directory in which it runs; a relative one lies beside the playbook, which is the default.',
          examples: ['build'],
        }),
      ),
      env: Type.Optional(
        environmentKey({
          description:
            'Environment variables of the command, beside PATH, HOME and LANG. Values are data, whatever is in them.',
          examples: [{ RELEASE: '{{release}}' }],
        }),
      ),
      inherit: Type.Optional(
        Type.Array(
          Type.String({ pattern: `^${variableName}$`, 'x-form': 'the name of an environment variable' }),
          {
            description: 'Variables of the environment of aeon-run that it gets too, where they are set.',
            examples: [['SSH_AUTH_SOCK', 'AWS_PROFILE']],
          },
        ),
      ),
    },
    { additionalProperties: false, description: 'The long form, when options stand beside the command.' },
  ),
]);

export type LocalArgs = Static<typeof localSchema>;
