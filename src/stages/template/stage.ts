import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { Type } from 'typebox';
import { controllerPath, fileMode, templateText } from '../../document/schema/blocks.ts';
import { arrivalKeys, arrivalOf, arrivalText } from '../arrival.ts';
import { changeOf } from '../file-change.ts';
import { homeOfAnother } from '../home-of-another.ts';
import { defineHostStage } from '../stage.ts';
import { ask } from '../step.ts';

const schema = Type.Object(
  {
    src: controllerPath({
      description: 'The template, a file of this machine. A relative path lies beside the playbook.',
      examples: ['templates/agent.conf'],
    }),
    dest: templateText({
      description:
        'Where the text goes on the host. A relative path starts in the home directory of the login; ~/ is the home of the user that become names, or else of the login. With a slash at its end it is a directory, and the file keeps the name of the template.',
      examples: ['/etc/agent/agent.conf'],
    }),
    mode: Type.Optional(
      fileMode({
        description: 'Permission bits, octal and in quotes. Without it the file gets those of the template.',
      }),
    ),
    ...arrivalKeys,
  },
  { additionalProperties: false },
);

/** Fills in a file for each host and brings it there. */
export const template = defineHostStage({
  scope: 'host',
  name: 'template',
  summary: 'Fills in the variables of a file for each host, and brings it there like transfer.',
  schema,
  isRepeatable: true,
  examples: [
    `- name: Configure the agent
  template: { src: templates/agent.conf, dest: /etc/agent/agent.conf, mode: "0640", group: agent }
  become: true
  register: config`,
  ],
  describe: (args) => `${args.src} → ${args.dest}${arrivalText(args)}`,
  faults: ({ dest }) => homeOfAnother(['dest'], dest),
  localFiles: ({ src }) => [src],
  mostFileBytes: 1024 * 1024,
  templateFiles: ({ src }) => [src],
  *run({ args, rendered }) {
    const { text, mode } = rendered(args.src);
    const end = yield* ask({
      kind: 'upload',
      source: { name: basename(args.src), bytes: Buffer.from(text), mode },
      destination: args.dest,
      ...arrivalOf(args),
    });
    return { changed: end !== 'unchanged', message: messages[end] };
  },
  *changes({ args, rendered }) {
    const { text, mode } = rendered(args.src);
    const bytes = Buffer.from(text);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const { owner, group } = args;
    const change = yield* changeOf({
      destination: args.dest,
      name: basename(args.src),
      content: { size: bytes.length, sha256, bytes },
      mode: args.mode ?? mode,
      ...(owner !== undefined && { owner }),
      ...(group !== undefined && { group }),
    });
    return [change];
  },
});

const messages = {
  installed: 'the new file is in place',
  mode: 'the content was there already, mode and owner were set',
  unchanged: 'the file was there already',
} as const;
