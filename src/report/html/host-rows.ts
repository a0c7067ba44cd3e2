import type { PlannedHost } from '../../events/events.ts';
import { nameInAllWaves } from '../../plan/stage/stage-name.ts';
import { idInAllWaves } from '../../plan/waves.ts';
import { outcomes } from '../../result/outcome.ts';
import { type Markup, markup } from '../markup/markup.ts';
import type { RunStory, Standing, TaskStory } from '../story/run-story.ts';
import { countText, tookText } from '../text/numbers.ts';
import { hostTasks } from './host-tasks.ts';
import { outcomeSign } from './outcome-sign.ts';
import { saidPlaces } from './said-blocks.ts';

/** A line a host, with a sign a stage, which opens to all that was done on it; above them what chooses among them. */
export function hostRows(story: RunStory): Markup {
  const hosts = story.fleet.run?.hosts ?? [];
  const columns = columnsOf(story);
  const places = saidPlaces(story);
  const rows = hosts.map((host) => hostRow(story, host, columns, places.get(host.name)));
  const { choices, shown } = filters(story, hosts);
  return markup`<div class="hosts" style="--stages:${Math.max(1, columns.length)};--cell:${cellRem(columns)}rem">
${choices}${shown}<div class="head"><span></span> <span>host</span> <span>${hosts.some(({ name, address }) => name !== address) ? 'address' : ''}</span> <span class="cells">${columns.map(
    ({ id, title }) => markup`<i title="${title}">${id}</i> `,
  )}</span> <span class="took">took</span></div>
${rows}</div>
`;
}

/** Stages that had hosts; one of a rollout is one column for all its waves, as each wave has hosts of its own. */
interface Column {
  readonly id: string;
  readonly title: string;
}

function columnsOf({ fleet }: RunStory): readonly Column[] {
  const columns = new Map<string, Column>();
  for (const { facts, hostCount, startedMs } of fleet.stages) {
    const id = idInAllWaves(facts);
    const isSpared = facts.isOnFailure && startedMs === undefined;
    if (hostCount > 0 && !isSpared && !columns.has(id))
      columns.set(id, { id, title: `${id} ${nameInAllWaves(facts.name)}` });
  }
  return [...columns.values()];
}

/** Wide enough for the longest id above it. */
function cellRem(columns: readonly Column[]): number {
  return Math.max(2.4, ...columns.map(({ id }) => id.length * 0.6 + 0.6));
}

function hostRow(
  story: RunStory,
  { name, address }: PlannedHost,
  columns: readonly Column[],
  places: ReadonlyMap<string, string> = new Map(),
): Markup {
  const tasks = story.tasks(name);
  const standing = story.hostStanding(name);
  const tookMs = tasks.reduce((sum, { result }) => sum + (result?.durationMs ?? 0), 0);
  const cells = columns.map((column) =>
    cell(
      story,
      tasks.filter(({ stage }) => idInAllWaves(stage) === column.id),
    ),
  );
  return markup`<details class="host ${standing}"><summary>${outcomeSign(standing)} <span class="name">${name}</span> <span class="address">${
    address === name ? '' : address
  }</span> <span class="cells">${cells}</span> <span class="took">${tookMs === 0 ? '' : tookText(tookMs)}</span></summary>
${hostTasks(story, name, places)}</details>
`;
}

/** One sign: of several tasks (a wave that failed, and what it did then) that of the worst. */
function cell(story: RunStory, tasks: readonly TaskStory[]): Markup {
  const severity = (task: TaskStory) => worstFirst.indexOf(story.taskStanding(task));
  const [worst] = tasks.toSorted((one, other) => severity(one) - severity(other));
  return worst === undefined ? markup`<i></i>` : outcomeSign(story.taskStanding(worst), worst.stage);
}

const worstFirst: readonly Standing[] = [
  'open',
  'unknown',
  'unreachable',
  'failed',
  'cancelled',
  'ok',
  'skipped',
];

interface Filters {
  readonly choices: readonly Markup[];
  readonly shown: readonly Markup[];
}

/** Radio buttons, of which the style sheet hides rows: the page runs no script. None where all came out alike. */
function filters(story: RunStory, hosts: readonly PlannedHost[]): Filters {
  const counts = new Map<Standing, number>();
  for (const { name } of hosts) {
    const standing = story.hostStanding(name);
    counts.set(standing, (counts.get(standing) ?? 0) + 1);
  }
  if (counts.size < 2) return { choices: [], shown: [] };
  const named = [...outcomes, 'open' as const].flatMap((standing) => {
    const count = counts.get(standing);
    return count === undefined ? [] : [{ id: standing as string, label: `${standing} ${countText(count)}` }];
  });
  const all = [{ id: 'all', label: `all ${countText(hosts.length)}` }, ...named];
  return {
    choices: all.map(
      ({ id }, at) =>
        markup`<input type="radio" name="show" id="show-${id}"${at === 0 ? markup` checked` : ''}>\n`,
    ),
    shown: [
      markup`<div class="filters">${all.map(({ id, label }) => markup`<label for="show-${id}">${label}</label> `)}</div>\n`,
    ],
  };
}
