import { jsonText } from './document/json-text.ts';
import { inventorySchema } from './inventory/schema.ts';
import { publishedPlaybookSchema } from './playbook/schema.ts';
import { eventSchema } from './report/ndjson/event-schema.ts';
import { resultsSchema } from './report/results-json/results.ts';
import { testFileSchema } from './simulate/cases/schema.ts';
import { modelSchema } from './simulate/model/schema.ts';

const { $schema } = publishedPlaybookSchema;

/** The JSON Schemas that we publish, for editors and for programs that read our results. */
export const publishedSchemas = {
  playbook: publishedPlaybookSchema,
  inventory: { $schema, ...inventorySchema },
  results: { $schema, ...resultsSchema },
  events: { $schema, ...eventSchema },
  simulation: { $schema, ...modelSchema },
  'rehearsal-test': { $schema, ...testFileSchema },
} as const;

export type SchemaName = keyof typeof publishedSchemas;

/** As the files in schemas/ hold it. */
export function schemaText(name: SchemaName): string {
  return jsonText(publishedSchemas[name]);
}
