/** For `propertyNames` of a schema: what templates and conditions can name. */
export const varNames = {
  pattern: '^[\\p{L}_][\\p{L}\\p{N}_-]*$',
  'x-form': 'a name that templates can use',
  'x-advice': 'Write letters, digits, _ and -, and no digit first: role, http_port.',
} as const;

const pattern = new RegExp(varNames.pattern, 'u');

export function isVarName(name: string): boolean {
  return pattern.test(name);
}
