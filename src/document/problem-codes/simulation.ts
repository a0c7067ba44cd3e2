/** What can be wrong with the model of a rehearsal and with the tests of a playbook. */
export const simulationProblemCodes = {
  'bad-expression': 'A regular expression between slashes is none.',
  'chances-above-all': 'The chances of several things together are more than 100%.',
  'latency-in-seconds': 'A latency is a number without a unit (a warning).',
  'rule-stage-unknown': 'A rule of a model is about stages that the playbook does not have.',
  'rule-about-nothing': 'A rule of a model is about commands that no stage runs on these hosts.',
  'expected-stage-unknown': 'A test expects something of a stage that the playbook does not have.',
  'expected-host-idle': 'A test expects an outcome of hosts that no stage has.',
} as const;
