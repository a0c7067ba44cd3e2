/** A JSON Schema as tables need it. */
export interface Schema {
  readonly type?: string;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[] | undefined;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly 'x-type'?: string;
}

/** Each key with its value, default and meaning. */
export function keyTable(
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[] = [],
): string {
  const rows = Object.entries(properties).map(([key, schema]) => {
    const must = required.includes(key) ? ' (needed)' : '';
    const usual = schema.default === undefined ? '' : code(schema.default);
    return `| \`${key}\`${must} | ${typeWords(schema)} | ${usual} | ${cell(schema.description ?? '')}${exampleText(schema)} |`;
  });
  return ['| key | value | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

export function typeWords(schema: Schema): string {
  if (schema['x-type'] !== undefined) return schema['x-type'];
  if (schema.enum !== undefined) return schema.enum.map(String).join(' or ');
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

/** Text inside a table. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
