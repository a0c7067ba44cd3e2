import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../../scripts/generate.ts';
import { schemaNames } from '../../src/cli/schema-names.ts';
import { publishedSchemas } from '../../src/schemas.ts';

const root = join(import.meta.dirname, '../..');

describe('what "npm run generate" writes', () => {
  it.each([...generatedFiles()])('is committed as it is: %s', (path, text) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(text);
  });
});

it('the schemas that can be printed are those that are published', () => {
  expect(schemaNames).toEqual(Object.keys(publishedSchemas));
});
