import { createHash } from 'node:crypto';
import { Ajv, type Options, type ValidateFunction } from 'ajv';
import { readyValidators } from './ready-validators.ts';

/** How we use JSON Schema. `verbose`: errors hold the schema that was broken, which tells what to advise. */
export const ajvOptions = {
  allErrors: true,
  strict: false,
  verbose: true,
  validateSchema: false,
  logger: false,
  code: { optimize: false }, // It would take half the time of a compilation, and V8 does it as well.
} as const satisfies Options;

/** Ready-made where the build knew the schema, else compiled at its first use. */
export function validatorOf(schema: object): ValidateFunction {
  const known = found.get(schema);
  if (known !== undefined) return known;
  const validate = readyValidators.get(schemaDigest(schema)) ?? compile(schema);
  found.set(schema, validate);
  return validate;
}

/** Names a schema by what stands in it. */
export function schemaDigest(schema: object): string {
  return createHash('sha256').update(JSON.stringify(schema)).digest('hex');
}

const found = new WeakMap<object, ValidateFunction>();
let ajv: Ajv | undefined;

function compile(schema: object): ValidateFunction {
  ajv ??= new Ajv(ajvOptions);
  return ajv.compile(schema);
}
