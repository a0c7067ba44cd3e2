/** What can be wrong with a file that is YAML but not what we expect. */
export const schemaProblemCodes = {
  'unknown-key': 'A key has no meaning where it stands.',
  'missing-key': 'A key that is needed is not there.',
  'wrong-type': 'A value is of another type than is wanted.',
  'wrong-choice': 'A value is none of the words that are allowed.',
  'wrong-form': 'A text does not have the form that is wanted.',
  'out-of-range': 'A number is too small or too large.',
  'wrong-length': 'A text, list or map is too short, too long or has an item twice.',
  'bad-duration': 'A duration is not in a form such as `90s`.',
  'bad-mode': 'File permissions are not octal digits in quotes.',
} as const;
