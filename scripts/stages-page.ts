import { hostStageKeys, stageKeys } from '../src/playbook/stage/stage-keys.ts';
import { stageKinds } from '../src/stages/index.ts';
import type { StageKind } from '../src/stages/stage.ts';
import { cell, keyTable, type Schema } from './keys-table.ts';

/** `docs/stages.md`: what every kind of stage does, from its schema, its examples and its README. */
export function stagesPage(proseOf: (kind: string) => string): string {
  return `${[
    '<!-- Made by "npm run generate" from src/stages and src/playbook/stage/stage-keys.ts: change those. -->',
    '# Stages',
    'A stage has exactly one kind, and the keys below it that say on which hosts and how it runs.',
    kindTable(),
    '## Keys of every stage',
    keyTable(stageKeys),
    'Stages that run on hosts have these too. `assert`, `pause` and a `local` without `per-host` run on none: which of them they take stands\nthere.',
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

const words: Readonly<Record<string, string>> = { array: 'List', number: 'Number' };

/** The text that may stand alone, and the keys of the long form. */
function keysOf(schema: Schema): string[] {
  const branches = schema.anyOf ?? [schema];
  return branches.flatMap(({ type, description, properties, required = [] }) =>
    properties === undefined
      ? [`${words[type ?? ''] ?? 'Text'}: ${description ?? type}`]
      : [keyTable(properties, required)],
  );
}
