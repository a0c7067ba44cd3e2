/** Writes what is made from the code: the JSON Schemas and the tables of the docs. A test compares them. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inventorySchema } from '../src/inventory/schema.ts';
import { publishedPlaybookSchema } from '../src/playbook/schema.ts';
import { resultsSchema } from '../src/report/results-json/results.ts';
import { fillBlocks } from './blocks.ts';
import { errorsPage } from './errors-page.ts';
import { stagesPage } from './stages-page.ts';

const root = join(import.meta.dirname, '..');

/** By their path from the root of the project. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const proseOf = (kind: string) => read(join('src/stages', kind, 'README.md'));
  return new Map([
    ['schemas/playbook.schema.json', json(publishedPlaybookSchema)],
    ['schemas/inventory.schema.json', json({ $schema: publishedPlaybookSchema.$schema, ...inventorySchema })],
    ['schemas/results.schema.json', json({ $schema: publishedPlaybookSchema.$schema, ...resultsSchema })],
    ['docs/stages.md', stagesPage(proseOf)],
    ['docs/errors.md', errorsPage()],
    ...['docs/language.md', 'docs/inventory.md'].map((path) => [path, fillBlocks(read(path))] as const),
  ]);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

if (import.meta.main) {
  for (const [path, text] of generatedFiles()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(path);
  }
}
