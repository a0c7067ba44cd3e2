import { Type } from 'typebox';
import { defineInclude } from '../stage.ts';

/** Puts the stages of another playbook file in its place. */
export const include = defineInclude({
  scope: 'include',
  name: 'include',
  summary: 'Puts the stages of another playbook in its place, before anything is checked or planned.',
  schema: Type.String({
    minLength: 1,
    description:
      'The other playbook, or a file that is a list of stages; a relative path starts beside the file that includes it.',
    examples: ['common/hardening.yml'],
  }),
  examples: [
    `- include: common/hardening.yml
  hosts: workers
  vars: { allow_ssh_from: 10.0.0.0/8 }`,
  ],
  file: (args) => args,
});
