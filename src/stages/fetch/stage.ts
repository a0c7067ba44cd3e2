import { Type } from 'typebox';
import { controllerPath, templateText } from '../../document/schema/blocks.ts';
import { mask } from '../../secret/masker.ts';
import { homeOfAnother } from '../home-of-another.ts';
import { defineHostStage } from '../stage.ts';
import { ask } from '../step.ts';

const one = templateText({
  description:
    'A path on the host: a file; a directory with a slash at its end, of which all files are fetched; or a pattern with * and ?.',
});

const schema = Type.Object(
  {
    src: Type.Union([one, Type.Array(one, { minItems: 1, description: 'Several of them.' })], {
      description:
        'What to fetch from the host: a file; a directory with a slash at its end, of which all files are fetched; a pattern with * and ?; or a list of these. A relative path starts in the home directory of the login; ~/ is the home of the user that become names, or else of the login.',
      examples: ['/etc/machine-id', '/var/log/agent/', ['/var/log/*.log']],
    }),
    dest: controllerPath({
      description:
        'The directory here that gets a directory for each host. A relative path lies beside the playbook.',
      examples: ['fetched'],
    }),
    flat: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          'Leaves out the directories above: /var/log/agent.log is kept as DEST/HOST/agent.log, and not as DEST/HOST/var/log/agent.log.',
      }),
    ),
    optional: Type.Optional(
      Type.Boolean({ default: false, description: 'What is not there on a host is no failure.' }),
    ),
  },
  { additionalProperties: false },
);

/** Brings files of each host here. */
export const fetch = defineHostStage({
  scope: 'host',
  name: 'fetch',
  summary: 'Brings files of each host to this machine, verified, into a directory for each host.',
  schema,
  isRepeatable: true,
  writesHere: true,
  examples: [
    `- fetch: { src: /etc/machine-id, dest: fetched }`,
    `- name: The logs, where there are any
  fetch: { src: [/var/log/agent/, /var/log/agent*.log], dest: logs, optional: true }
  become: true`,
  ],
  describe: ({ src, dest, flat, optional }) => {
    const notes = [flat === true ? 'flat' : '', optional === true ? 'where it is there' : ''].filter(Boolean);
    return `${[src].flat().join(', ')} → ${dest}/HOST/${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
  },
  faults: ({ src }) =>
    [src].flat().flatMap((source, index) => {
      const path = typeof src === 'string' ? ['src'] : ['src', index];
      const written = source.replaceAll(mask, ''); // In a plan that is shown it stands for a secret.
      if (!written.split('/').includes('..') && written !== '~' && !written.includes('**')) {
        return homeOfAnother(path, source);
      }
      return [
        {
          path,
          message: 'A path with .. or ** in it has no place below the directory of the host.',
          advice: 'Write the path without it; a directory ends with a slash.',
        },
      ];
    }),
  *run({ args: { src, dest, flat = false, optional = false }, localPath }) {
    const { kept, unchanged, missing } = yield* ask({
      kind: 'fetch',
      sources: [src].flat(),
      directory: localPath(dest),
      isFlat: flat,
      isOptional: optional,
    });
    const parts = [
      kept > 0 ? `${kept} fetched` : '',
      unchanged > 0 ? `${unchanged} here already` : '',
      missing.length > 0 ? `not there: ${missing.join(', ')}` : '',
    ].filter(Boolean);
    return {
      changed: kept > 0,
      message: parts.length === 0 ? 'there was no file to fetch' : parts.join('; '),
    };
  },
});
