/** What can be wrong with the command line beside the files that it names. */
export const commandLineProblemCodes = {
  'no-inventory': 'No inventory is named.',
  'extra-vars': 'What stands after -e is no NAME=VALUE, no map and no file of them, or looks like several.',
  'variable-unused': 'What -e sets stands in no file (a warning).',
  'option-overruled': 'An inventory says of each host what an option would say (a warning).',
} as const;
