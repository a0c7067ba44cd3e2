import { type Static, Type } from 'typebox';
import { controllerPath, fileMode, templateText } from '../../document/schema/blocks.ts';
import { readSourcePath } from '../../source/source-path.ts';
import { arrivalKeys, arrivalOf, arrivalText } from '../arrival.ts';
import { homeOfAnother } from '../home-of-another.ts';
import { defineHostStage, type HostTask } from '../stage.ts';
import { ask, type UploadStep, type UploadTreeStep } from '../step.ts';
import { fileChanges, treeChanges } from './changes.ts';
import { deletionFault } from './deletion.ts';
import { treeEnd } from './tree-end.ts';

const schema = Type.Object(
  {
    src: controllerPath({
      description:
        'What to bring, on this machine: a file; a directory with a slash at its end, of which all that is in it is brought; or a pattern with *, ? and ** (any depth). A relative path lies beside the playbook.',
      examples: ['files/install.sh', 'files/app/', 'conf.d/*.conf'],
    }),
    dest: templateText({
      description:
        'Where it goes on the host. A relative path starts in the home directory of the login; ~/ is the home of the user that become names, or else of the login. A file keeps its name when dest ends with a slash. What a directory holds, and what a pattern means, goes into the directory dest.',
      examples: ['/tmp/install.sh', '/etc/agent/', '~/bin/tool'],
    }),
    mode: Type.Optional(
      fileMode({
        description: 'Permission bits of the files, octal and in quotes. Without it they keep those of here.',
      }),
    ),
    ...arrivalKeys,
    delete: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          'Removes what stands in dest and not in src, so that both are the same. Only for a directory.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** Brings a file, or what is in a directory, to each host. */
export const transfer = defineHostStage({
  scope: 'host',
  name: 'transfer',
  summary:
    'Brings files to each host: the complete, verified new one is there afterwards, or the untouched old one.',
  schema,
  isRepeatable: true,
  examples: [
    `- name: Ship the installer
  transfer: { src: files/install.sh, dest: /tmp/install.sh, mode: "0755" }`,
    `- name: The whole site, and nothing else
  transfer: { src: site/, dest: /var/www/site, owner: www-data, delete: true }
  become: true`,
    `- transfer: { src: conf.d/*.conf, dest: /etc/agent/conf.d, backup: true }
  become: true`,
  ],
  describe: (args) => {
    const mirror = args.delete === true ? ', and removes what is not in it' : '';
    return `${args.src} → ${args.dest}${arrivalText(args)}${mirror}`;
  },
  localFiles: ({ src }) => (isTree(src) ? [] : [src]),
  localTrees: ({ src }) => (isTree(src) ? [src] : []),
  faults: ({ src, dest, delete: isMirror = false }) => {
    const fault = isMirror ? deletionFault(src, dest) : undefined;
    return fault === undefined ? homeOfAnother(['dest'], dest) : [fault];
  },
  *run(task) {
    const step = stepOf(task);
    if (step.kind === 'upload-tree') return treeEnd(yield* ask(step));
    const end = yield* ask(step);
    return { changed: end !== 'unchanged', message: messages[end] };
  },
  *changes(task) {
    const step = stepOf(task);
    return yield* step.kind === 'upload-tree' ? treeChanges(step) : fileChanges(step);
  },
});

function stepOf({ args, localPath }: HostTask<Static<typeof schema>>): UploadStep | UploadTreeStep {
  const { src, dest, delete: isMirror = false } = args;
  const shared = { source: localPath(src), destination: dest, ...arrivalOf(args) };
  return isTree(src) ? { kind: 'upload-tree', ...shared, isMirror } : { kind: 'upload', ...shared };
}

function isTree(src: string): boolean {
  return readSourcePath(src).kind !== 'file';
}

const messages = {
  installed: 'the new file is in place',
  mode: 'the content was there already, mode and owner were set',
  unchanged: 'the file was there already',
} as const;
