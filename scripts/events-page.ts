import { eventSchemas } from '../src/report/ndjson/event-schema.ts';
import { cell, type Schema, typeWords } from './keys-table.ts';

/** `docs/events.md`: what programs read of a run while it goes on, and of its journal later. */
export function eventsPage(): string {
  const events = Object.entries<Schema>(eventSchemas);
  return `${[
    '<!-- Made by "npm run generate" from src/report/ndjson: change that. -->',
    introduction,
    ...events.flatMap(([name, schema]) => [
      `## ${name}`,
      schema.description ?? '',
      partsTable(ownParts(schema)),
    ]),
    '## Parts',
    ...[...sharedParts(events)].flatMap(([name, schema]) => [
      `### ${name}`,
      schema.description ?? '',
      partsTable(schema.items ?? schema),
    ]),
    runDirectory,
  ].join('\n\n')}\n`;
}

const introduction = `# Events

All that happens in a run is told as events. \`aeon-run … --output json\` writes each of them to stdout as it happens, one JSON object a line; \`journal.ndjson\` in the directory of
the run has the same lines, and \`aeon-run show RUN --output json\` writes them again. Results, reports and views are made of nothing else.

\`\`\`sh
aeon-run rollout.yml -i inventory.yml --output json | jq -r 'select(.type == "task-ended" and .result.outcome != "ok") | "\\(.host) \\(.result.reason)"'
\`\`\`

\`aeon-run schema events\` prints their JSON Schema. Later versions may add events and keys, and take none away: leave out what you do not know. \`message\`, \`verdict\` and \`stopped\` are
for people and may be worded otherwise; \`outcome\`, \`reason\` and the types are stable words. What ends before a run begins (an error in the input, another run that holds the lock) is one object with
[\`error\`](command-line.md#what-goes-where) and no event. Where several events are about one host, they come in the order in which they happened; hosts are worked on side by side, so theirs are mixed.

Each event has \`type\`, \`at\` (the clock on the wall, ISO 8601 in UTC) and \`elapsedMs\` (since the run began, on a clock that only goes forward). Keys with a \`?\` may be absent.`;

const runDirectory = `## The directory of a run

It lies below \`$XDG_STATE_HOME/aeon-run/runs\`, or \`--run-dir\`, and only its owner can read it. Secrets are masked in all of it.

| file | what it is |
| --- | --- |
| \`journal.ndjson\` | the events, each on the disk before what it announces is done |
| \`plan.json\` | the plan, as \`aeon-run plan --json\` shows it |
| \`results.json\` | what the run came to: easier than events where that is enough (\`aeon-run schema results\`) |
| \`run.log\` | what the lines said |
| \`invocation.json\` | what \`resume\` and \`retry\` need to know of the command line |
| \`hosts/HOST/STAGE.out\`, \`.err\` | what each stage wrote there; \`.attempt-2\` for a further attempt |
| \`controller/STAGE.out\`, \`.err\` | the same of stages on this machine |`;

const common: readonly string[] = ['type', 'at', 'elapsedMs'];

/** These have a table of their own. */
const shared: readonly string[] = ['stages', 'hosts', 'controller', 'facts', 'result'];

function isShared(name: string, { type, items }: Schema): boolean {
  return shared.includes(name) && (type === 'object' || items?.type === 'object');
}

function ownParts({ properties = {}, ...schema }: Schema): Schema {
  const own = Object.entries(properties).filter(([name]) => !common.includes(name));
  return { ...schema, properties: Object.fromEntries(own) };
}

function sharedParts(events: readonly (readonly [string, Schema])[]): ReadonlyMap<string, Schema> {
  const parts = events.flatMap(([, { properties = {} }]) => Object.entries(properties));
  return new Map(parts.filter(([name, schema]) => isShared(name, schema)).toReversed());
}

function partsTable(schema: Schema): string {
  return ['| key | value | meaning |', '| --- | --- | --- |', ...rows(schema, '')].join('\n');
}

/** Parts of parts stand below theirs: `playbook.path`, `takesUp[].stage`. */
function rows({ properties = {}, required = [] }: Schema, prefix: string): string[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const key = `${prefix}${name}`;
    const mark = required.includes(name) ? '' : '?';
    const value = isShared(name, schema) ? `[${typeWords(schema)}](#${name})` : typeWords(schema);
    const row = `| \`${key}${mark}\` | ${value} | ${cell(schema.description ?? '')} |`;
    if (isShared(name, schema)) return [row];
    return [row, ...rows(schema, `${key}.`), ...rows(schema.items ?? {}, `${key}[].`)];
  });
}
