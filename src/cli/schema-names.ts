/** Known without loading the schemas themselves, so that --help is quick. A test compares. */
export const schemaNames = [
  'playbook',
  'inventory',
  'results',
  'events',
  'simulation',
  'rehearsal-test',
] as const;
