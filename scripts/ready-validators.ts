/** The module that takes the place of src/document/ready-validators.ts in the bundle. */

import { join } from 'node:path';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build, type Plugin } from 'esbuild';
import { ajvOptions, schemaDigest } from '../src/document/validator.ts';
import { inventorySchema, varsFileSchema } from '../src/inventory/schema.ts';
import { defaultsSchema, playbookSchema, stageSchema } from '../src/playbook/schema.ts';
import { testFileSchema } from '../src/simulate/cases/schema.ts';
import { modelSchema } from '../src/simulate/model/schema.ts';

/** Those that nearly every start of the program uses. */
const often: readonly object[] = [
  playbookSchema,
  stageSchema,
  defaultsSchema,
  inventorySchema,
  varsFileSchema,
];
const schemas = [...often, modelSchema, testFileSchema];

/** Leaves the import of the module to a file beside the other parts; `buildReadyValidators` makes it. */
export const readyValidators: Plugin = {
  name: 'ready-validators',
  setup({ onResolve }) {
    onResolve({ filter: /\/ready-validators\.ts$/ }, () => ({ path: `./${fileName}`, external: true }));
  },
};

const fileName = 'ready-validators.js';

/** Minified, as it is read at each start: over 1 MB of code that nobody reads. */
export async function buildReadyValidators(directory: string): Promise<void> {
  await build({
    stdin: { contents: moduleText(), resolveDir: import.meta.dirname },
    outfile: join(directory, fileName),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    logLevel: 'warning',
  });
}

function moduleText(): string {
  const ajv = new Ajv({ ...ajvOptions, code: { ...ajvOptions.code, source: true, esm: true } });
  const names = schemas.map((schema, at) => {
    ajv.addSchema(schema, `schema${at}`);
    return [`validator${at}`, `schema${at}`] as const;
  });
  const entries = schemas.map((schema, at) => `['${schemaDigest(schema)}', validator${at}]`);
  const code = often.reduce(
    (text: string, _, at) => compiledAtOnce(text, at),
    standaloneCode.default(ajv, Object.fromEntries(names)),
  );
  return `${code}\nexport const readyValidators = new Map([${entries.join(', ')}]);`;
}

/**
 * V8 compiles a function in parentheses together with its module, and what it compiles then Node keeps in its compile cache.
 * Of all others it learns at each start anew: 12 ms for these.
 */
function compiledAtOnce(code: string, at: number): string {
  const name = `validate${at}`;
  const exported = `export const validator${at} = ${name};`;
  const end = `${name}.errors = vErrors;return errors === 0;}`;
  const from = code.indexOf(`function ${name}(`);
  const to = code.indexOf(end, from) + end.length;
  if (!code.includes(exported) || from < 0 || to < from + end.length)
    throw new Error(`ajv writes ${name} in another way now`);
  const wrapped = `const ${name} = (${code.slice(from, to)});${exported}`;
  return (code.slice(0, from) + wrapped + code.slice(to)).replace(exported, '');
}
