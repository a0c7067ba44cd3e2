/** What can be wrong with templates, with the variables that they use, and with conditions. */
export const templateProblemCodes = {
  'template-syntax': 'The text between {{ and }} cannot be read.',
  'template-not-allowed': 'A part of Handlebars that templates here do not have.',
  'template-helper': 'A helper does not exist, or has the wrong number of values.',
  'template-value': 'A value is of the wrong kind for the place where it is put.',
  'shell-context': 'A value cannot be quoted safely where it stands in a command.',
  'shell-raw': '{{{x}}} stands inside quotes, where it can end them.',
  'shell-twice': 'A value is read by a second shell, which would run what is in it.',
  'variable-undefined': 'A variable that is used is not defined.',
  'variable-empty': 'A variable is null or empty where a value is needed.',
  'variable-cycle': 'Variables refer to each other in a circle.',
  'condition-syntax': 'A condition is not a CEL expression.',
  'condition-name': 'A condition uses a name that does not exist.',
  'condition-type': 'A condition compares things that cannot be compared, or is not true or false.',
} as const;
