import { type TSchemaOptions, Type } from 'typebox';
import { templateText } from '../document/schema/blocks.ts';

/** For a regular expression: the name of an environment variable that a shell can set (POSIX.1-2017, XBD 8.1). */
export const variableName = '[A-Za-z_][A-Za-z0-9_]*';

/** The key `env` of kinds that run a command. */
export function environmentKey(options: TSchemaOptions) {
  const value = Type.Union([templateText({ minLength: 0 }), Type.Number(), Type.Boolean()]);
  return Type.Record(Type.String(), value, {
    // AEON_ATTEMPT finds the processes of an attempt again.
    propertyNames: {
      pattern: `^(?!AEON_ATTEMPT$)${variableName}$`,
      'x-form': 'a name of letters, digits and _, not a digit first, and not AEON_ATTEMPT',
    },
    ...options,
  });
}

/** The same as the command gets it. */
export function environmentOf(
  values: Readonly<Record<string, string | number | boolean>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
