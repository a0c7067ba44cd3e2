import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validatorsModule } from '../../scripts/ready-validators.ts';
import type { readyValidators } from '../../src/document/schema/ready-validators.ts';
import { schemaDigest, validatorOf } from '../../src/document/schema/validator.ts';
import { parseYaml } from '../../src/document/yaml/yaml.ts';
import { inventorySchema, varsFileSchema } from '../../src/inventory/schema.ts';
import { defaultsSchema, playbookSchema, stageSchema } from '../../src/playbook/schema.ts';
import { testFileSchema } from '../../src/simulate/cases/schema.ts';
import { modelSchema } from '../../src/simulate/model/schema.ts';
import { brokenInventories } from '../broken/inventory.ts';
import { brokenPlaybooks } from '../broken/playbook.ts';
import { root } from './program.ts';

let directory = '';
let ready: typeof readyValidators;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-validators-'));
  const outfile = join(directory, 'ready-validators.mjs');
  const stdin = { contents: validatorsModule(), resolveDir: root };
  await build({ stdin, outfile, bundle: true, format: 'esm', platform: 'node' });
  ({ readyValidators: ready } = await import(outfile));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function valuesOf(texts: readonly (string | Buffer | undefined)[]): unknown[] {
  return texts.flatMap((text) => {
    const { document } = parseYaml(String(text ?? ''), 'broken.yml');
    return document === undefined ? [] : [document.value];
  });
}

describe('the validators that the build makes', () => {
  it('are there for every document that we check', () => {
    const checked = [playbookSchema, stageSchema, defaultsSchema, inventorySchema, varsFileSchema];
    for (const schema of [...checked, modelSchema, testFileSchema]) {
      expect(ready.has(schemaDigest(schema))).toBe(true);
    }
  });

  it.each([
    ['playbooks', playbookSchema, brokenPlaybooks.map(({ playbook }) => playbook)],
    ['inventories', inventorySchema, brokenInventories.map(({ inventory }) => inventory)],
  ])('say the same of broken %s as those that are compiled at their first use', (_, schema, texts) => {
    const [made, compiled] = [ready.get(schemaDigest(schema)), validatorOf(schema)];
    const values = valuesOf(texts);
    const refused = values.filter((value) => {
      expect(made?.(value)).toBe(compiled(value));
      expect(made?.errors).toEqual(compiled.errors);
      return compiled.errors !== null;
    });
    expect(refused.length).toBeGreaterThan(10);
  });
});
