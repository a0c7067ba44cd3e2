/** Writes what is made from the code: the JSON Schemas and the tables of the docs. A test compares them. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { schemaText } from '../src/schemas.ts';
import { fillBlocks } from './blocks.ts';
import { errorsPage } from './errors-page.ts';
import { eventsPage } from './events-page.ts';
import { stagesPage } from './stages-page.ts';

const root = join(import.meta.dirname, '..');

/** By their path from the root of the project. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const proseOf = (kind: string) => read(join('src/stages', kind, 'README.md'));
  return new Map([
    ['schemas/playbook.schema.json', schemaText('playbook')],
    ['schemas/inventory.schema.json', schemaText('inventory')],
    ['schemas/results.schema.json', schemaText('results')],
    ['schemas/events.schema.json', schemaText('events')],
    ['schemas/simulation.schema.json', schemaText('simulation')],
    ['schemas/rehearsal-test.schema.json', schemaText('rehearsal-test')],
    ['docs/stages.md', stagesPage(proseOf)],
    ['docs/errors.md', errorsPage()],
    ['docs/events.md', eventsPage()],
    ...['docs/language.md', 'docs/inventory.md'].map((path) => [path, fillBlocks(read(path))] as const),
  ]);
}

if (import.meta.main) {
  for (const [path, text] of generatedFiles()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(path);
  }
}
