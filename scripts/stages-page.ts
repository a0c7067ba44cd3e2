import { hostStageKeys, stageKeys } from '../src/playbook/stage-keys.ts';
import { stageKinds } from '../src/stages/index.ts';
import type { StageKind } from '../src/stages/stage.ts';

/** A JSON Schema as tables need it. */
interface Schema {
  readonly type?: string;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[] | undefined;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly 'x-type'?: string;
}

/** `docs/stages.md`: what every kind of stage does, from its schema, its examples and its README. */
export function stagesPage(proseOf: (kind: string) => string): string {
  return `${[
    '<!-- Made by "npm run generate" from src/stages and src/playbook/stage-keys.ts: change those. -->',
    '# Stages',
    'A stage has exactly one kind, and the keys below it that say on which hosts and how it runs.',
    kindTable(),
    '## Keys of every stage',
    keyTable(stageKeys),
    'Stages that run on hosts (all kinds but `assert`) have these too:',
    keyTable(hostStageKeys),
    ...stageKinds.flatMap((kind) => kindSection(kind, proseOf(kind.name))),
  ].join('\n\n')}\n`;
}

function kindTable(): string {
  const rows = stageKinds.map(({ name, summary }) => `| [\`${name}\`](#${name}) | ${cell(summary)} |`);
  return ['| kind | what it does |', '| --- | --- |', ...rows].join('\n');
}

function kindSection({ name, summary, schema, examples }: StageKind, prose: string): string[] {
  return [
    `## ${name}`,
    summary,
    ...examples.map((example) => `\`\`\`yaml\n${example}\n\`\`\``),
    ...keysOf(schema),
    prose.trim(),
  ];
}

/** The text that may stand alone, and the keys of the long form. */
function keysOf(schema: Schema): string[] {
  const branches = schema.anyOf ?? [schema];
  return branches.flatMap(({ type, description, properties, required = [] }) =>
    properties === undefined ? [`Text: ${description ?? type}`] : [keyTable(properties, required)],
  );
}

function keyTable(properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): string {
  const rows = Object.entries(properties).map(([key, schema]) => {
    const must = required.includes(key) ? ' (needed)' : '';
    const usual = schema.default === undefined ? '' : code(schema.default);
    return `| \`${key}\`${must} | ${typeWords(schema)} | ${usual} | ${cell(schema.description ?? '')}${exampleText(schema)} |`;
  });
  return ['| key | value | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function typeWords(schema: Schema): string {
  if (schema['x-type'] !== undefined) return schema['x-type'];
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeWords))].join(' or ');
  const { type = 'any' } = schema;
  return words[type] ?? type;
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
  object: 'map',
  array: 'list',
};

function exampleText({ examples = [] }: Schema): string {
  return examples.length === 0 ? '' : ` For example ${examples.map(code).join(', ')}.`;
}

function code(value: unknown): string {
  return `\`${cell(typeof value === 'string' ? value : yamlFlow(value))}\``;
}

/** As one writes it in a playbook. */
function yamlFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(yamlFlow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, part]) => `${key}: ${yamlFlow(part)}`)
    .join(', ')} }`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
