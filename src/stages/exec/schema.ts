import { type Static, Type } from 'typebox';
import { shellText, templateText } from '../../document/schema/blocks.ts';
import { environmentKey } from '../environment.ts';

const one = shellText({
  description:
    'Shell text, run by /bin/sh on the host. A value in {{ }} is quoted for the place where it stands; {{{ }}} puts it in raw.',
  examples: ['systemctl restart agent', '/tmp/install.sh --release {{release}}'],
});

const several = Type.Array(shellText(), {
  minItems: 1,
  description:
    'Several commands that one shell runs in order, up to the first that fails; what one sets, such as a directory or a variable, the next one has.',
  examples: [['cd /opt/agent', './migrate', './restart']],
});

const options = {
  chdir: Type.Optional(
    templateText({
      description:
        'The directory in which it runs, the home directory of the login unless told. Where it is missing the stage fails (`not_ready`) and nothing is run.',
      examples: ['/opt/agent', '~/work'],
    }),
  ),
  env: Type.Optional(
    environmentKey({
      description:
        'Environment variables of the command. Values are data, whatever is in them: they need no quotes for the shell and stand in no argument of any process.',
      examples: [{ RELEASE: '{{release}}', DEBUG: '1' }],
    }),
  ),
  stdin: Type.Optional(
    templateText({
      minLength: 0,
      description: 'Text for its standard input, exactly as it is; without it the command reads end of file.',
      examples: ['{{license_key}}'],
    }),
  ),
  creates: Type.Optional(
    templateText({
      description:
        'A path on the host. Where it is there already, the command is not run, and the host is ok and unchanged.',
      examples: ['/opt/agent/bin/agent'],
    }),
  ),
  unless: Type.Optional(
    shellText({
      description:
        'A check: where this shell text ends with exit code 0, the command is not run. It may run often, so it should only look.',
      examples: ['dpkg -s docker.io'],
    }),
  ),
  onlyif: Type.Optional(
    shellText({
      description:
        'A check: the command is run only where this shell text ends with exit code 0. It may run often, so it should only look.',
      examples: ['test -f /var/run/reboot-required'],
    }),
  ),
  shell: Type.Optional(
    Type.String({
      pattern: '^/(?:[^/\\s]+/)*(?:sh|ash|dash|bash|ksh|mksh)$',
      'x-form': 'the absolute path of sh, ash, dash, bash, ksh or mksh',
      description:
        'The shell that reads the text and the checks, where it is not /bin/sh: the absolute path of sh, ash, dash, bash, ksh or mksh.',
      default: '/bin/sh',
      examples: ['/bin/bash'],
    }),
  ),
};

/** What stands under `exec`: text, a list of texts, or the long form with options. */
export const execSchema = Type.Union([
  one,
  several,
  Type.Object(
    {
      command: Type.Union([one, several], { description: 'Shell text, or a list of texts as above.' }),
      ...options,
    },
    { additionalProperties: false, description: 'The long form, when options stand beside the command.' },
  ),
]);

export type ExecArgs = Static<typeof execSchema>;
