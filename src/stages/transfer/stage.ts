import { Type } from 'typebox';
import { fileMode, templateText } from '../schema.ts';
import { defineHostStage } from '../stage.ts';
import { ask } from '../step.ts';

const schema = Type.Object(
  {
    src: templateText({
      description: 'The file here. A relative path lies beside the playbook.',
      examples: ['files/install.sh'],
    }),
    dest: templateText({
      description:
        'Where it goes on the host. A relative path starts in the home directory of the login, as does ~/. With a slash at its end it is a directory, and the file keeps its name.',
      examples: ['/tmp/install.sh', '/etc/agent/', '~/bin/tool'],
    }),
    mode: Type.Optional(
      fileMode({
        description: 'Permission bits, octal and in quotes. Without it the file gets those of the file here.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** Brings one file to each host. */
export const transfer = defineHostStage({
  scope: 'host',
  name: 'transfer',
  summary:
    'Brings a file to each host: the complete, verified new one is there afterwards, or the untouched old one.',
  schema,
  examples: [
    `- name: Ship the installer
  transfer: { src: files/install.sh, dest: /tmp/install.sh, mode: "0755" }`,
    `- transfer:
    src: files/agent.conf
    dest: /etc/agent/
  become: true`,
  ],
  describe: ({ src, dest, mode }) => `${src} → ${dest}${mode === undefined ? '' : ` (${mode})`}`,
  localFiles: ({ src }) => [src],
  *run({ args: { src, dest, mode }, localPath }) {
    const end = yield* ask({
      kind: 'upload',
      source: localPath(src),
      destination: dest,
      ...(mode !== undefined && { mode }),
    });
    return { changed: end !== 'unchanged', message: messages[end] };
  },
});

const messages = {
  installed: 'the new file is in place',
  mode: 'the content was there already, the mode was set',
  unchanged: 'the file was there already',
} as const;
