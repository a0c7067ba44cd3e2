import { type Static, Type } from 'typebox';
import { controllerPath, shellText, templateText } from '../../document/schema/blocks.ts';
import { TaskFailure } from '../../result/task-failure.ts';
import type { CommandSetting } from '../../shell/command-text.ts';
import { singleQuoted } from '../../shell/marks.ts';
import { scriptText } from '../../shell/script-text.ts';
import { endWith } from '../ended-command.ts';
import { homeOfAnother } from '../home-of-another.ts';
import { defineHostStage } from '../stage.ts';
import { ask } from '../step.ts';

const src = controllerPath({
  description: 'The script, a file of this machine. A relative path lies beside the playbook.',
  examples: ['scripts/install.sh'],
});

const schema = Type.Union([
  src,
  Type.Object(
    {
      src,
      args: Type.Optional(
        Type.Union(
          [
            shellText({ description: 'Words as in a shell; a value in {{ }} is quoted for its place.' }),
            Type.Array(templateText({ minLength: 0 }), { description: 'One argument each, as it is.' }),
          ],
          {
            description:
              'What the script is given: text that is split into words as a shell does it, in which a value in {{ }} is quoted; or a list with one argument each.',
            examples: ['--role {{role}}', ['--name', '{{host.name}}']],
          },
        ),
      ),
      interpreter: Type.Optional(
        shellText({
          description:
            'The program that runs it, with options of its own; without it the first line of the script tells (#!), or else /bin/sh runs it.',
          examples: ['python3 -u'],
        }),
      ),
      chdir: Type.Optional(
        templateText({
          description:
            'The directory on the host in which it runs; that of the login without it. Where it is missing the stage fails (`not_ready`) and nothing is run.',
          examples: ['/opt/agent'],
        }),
      ),
    },
    { additionalProperties: false, description: 'The long form, with arguments.' },
  ),
]);

type Args = Static<typeof schema>;

/** Runs a script of the controller on each host. */
export const script = defineHostStage({
  scope: 'host',
  name: 'script',
  summary: 'Runs a script of this machine on each host, and leaves nothing of it there.',
  schema,
  cannotTellChange: true,
  examples: [
    `- script: scripts/install.sh
  become: true`,
    `- name: Set up the node
  script: { src: scripts/setup.py, args: "--release {{release}}", interpreter: python3 }
  timeout: 10m`,
  ],
  describe: (args) => {
    const { src, words, interpreter, chdir } = readArgs(args);
    const notes = [
      interpreter === undefined ? '' : `by ${interpreter}`,
      chdir === undefined ? '' : `in ${chdir}`,
    ].filter(Boolean);
    const what = words === '' ? src : `${src} ${words}`;
    return notes.length === 0 ? what : `${what} (${notes.join('; ')})`;
  },
  faults: (args) => homeOfAnother(['chdir'], readArgs(args).chdir),
  localFiles: (args) => [readArgs(args).src],
  mostFileBytes: 1024 * 1024,
  *run({ args, localPath }) {
    const { src, words, interpreter, chdir } = readArgs(args);
    const content = yield* ask({ kind: 'read-file', path: localPath(src) });
    const text = scriptText({ content, args: words, ...(interpreter !== undefined && { interpreter }) });
    const { prepare, command } = text;
    const setting: CommandSetting = { prepare, ...(chdir !== undefined && { directory: chdir }) };
    const end = yield* ask({ kind: 'command', command, setting });
    if (end.kind === 'link-lost')
      throw new TaskFailure('link_lost', 'the link was lost while the script ran');
    return endWith(end, 'the script');
  },
});

function readArgs(args: Args) {
  if (typeof args === 'string') return { src: args, words: '' };
  const { src, args: given = '', ...rest } = args;
  const words = typeof given === 'string' ? given.trim() : given.map(singleQuoted).join(' ');
  return { src, words, ...rest };
}
