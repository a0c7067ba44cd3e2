/** The module that takes the place of src/document/schema/ready-validators.ts in the bundle. */

import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { ajvOptions, schemaDigest } from '../src/document/schema/validator.ts';
import { inventorySchema, varsFileSchema } from '../src/inventory/schema.ts';
import { defaultsSchema, playbookSchema, stageSchema } from '../src/playbook/schema.ts';
import { testFileSchema } from '../src/simulate/cases/schema.ts';
import { modelSchema } from '../src/simulate/model/schema.ts';

const schemas: readonly object[] = [
  playbookSchema,
  stageSchema,
  defaultsSchema,
  inventorySchema,
  varsFileSchema,
  modelSchema,
  testFileSchema,
];

/** Its text, an ES module that imports from ajv. */
export function validatorsModule(): string {
  const ajv = new Ajv({ ...ajvOptions, code: { ...ajvOptions.code, source: true, esm: true } });
  const names = schemas.map((schema, at) => {
    ajv.addSchema(schema, `schema${at}`);
    return [`validator${at}`, `schema${at}`] as const;
  });
  const entries = schemas.map((schema, at) => `['${schemaDigest(schema)}', validator${at}]`);
  const code = standaloneCode.default(ajv, Object.fromEntries(names));
  return `${code}\nexport const readyValidators = new Map([${entries.join(', ')}]);`;
}
