/** What can be wrong with a playbook beside its form. */
export const playbookProblemCodes = {
  'unknown-kind': 'A stage has a key that is no kind of stage and no key of stages.',
  'no-kind': 'A stage does nothing: no kind of stage stands in it.',
  'several-kinds': 'A stage does several things at once.',
  'other-tool': 'A key of another tool that has a different name here.',
  'no-hosts-named': 'A stage does not say on which hosts it runs, and the playbook has no default.',
  'duplicate-register': 'Two stages register their results under the same name.',
  'include-too-many': 'Files include each other so often that nobody can have meant it.',
  'include-cycle': 'Playbooks include each other in a circle.',
  'rollout-nested': 'A rollout stands among the stages of another one.',
  'template-not-here': '`{{ }}` stands where no template is possible.',
  'reserved-name': 'A variable has a name that means something else.',
} as const;
