import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../../scripts/generate.ts';

const root = join(import.meta.dirname, '../..');

describe('what "npm run generate" writes', () => {
  it.each([...generatedFiles()])('is committed as it is: %s', (path, text) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(text);
  });
});
