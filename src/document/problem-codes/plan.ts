/** What can be wrong with a playbook on an inventory. */
export const planProblemCodes = {
  'file-missing': 'A file of this machine that a stage needs is not there, or is no file.',
  'file-unsendable': 'A directory to be sent holds something that cannot be sent.',
  'source-too-large': 'A file of this machine is larger than a stage of this kind can use.',
  'stage-args': 'What a stage is told does not go together.',
  'result-unknown': '`results.NAME` names no stage before this one, or a field that results do not have.',
  'result-not-there': '`results.NAME` belongs to a stage that does not run on the same hosts.',
  'no-host-here': 'A stage that runs once, on this machine, uses what only hosts have.',
  'fact-unknown': '`facts.NAME` names no fact that is gathered.',
  'secret-output': 'A condition or a template uses the output of a stage that keeps none.',
  'change-unknown':
    'A condition or a template asks whether a command changed something, and its stage has no `changed-when`.',
  'judged-unknown':
    'An assert judges a stage that is not there, not before it, or not the only one of its name.',
  'nothing-to-judge': 'An assert has no stage before it.',
  'rollout-without-it': 'A stage of a rollout has none of the hosts of the rollout.',
  'limit-leaves-nothing': '--limit leaves no host to any stage.',
  'no-stages-left': '--tags, --skip-tags or --start-at leave no stage.',
  'unknown-tag': 'A tag is chosen that no stage has.',
  'unknown-stage': '--start-at names no stage, or several of the same name.',
  'become-users-differ': 'A stage says become: true for hosts whose inventory names different users.',
} as const;
