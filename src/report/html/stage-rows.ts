import { outcomes } from '../../result/outcome.ts';
import type { StageState } from '../fleet/stage-state.ts';
import { lineMarkup } from '../markup/line-markup.ts';
import { type Markup, markup } from '../markup/markup.ts';
import type { RunStory } from '../story/run-story.ts';
import { stageSign, stageTook, whatCameOut } from '../summary/stage-line.ts';
import { tookText } from '../text/numbers.ts';
import { joined } from '../text/spans.ts';
import { unicodeSymbols } from '../text/symbols.ts';
import { hostNames } from './host-names.ts';
import type { PlannedText, PlannedTexts } from './planned-texts.ts';
import { saidBlocks } from './said-blocks.ts';

/** A line a stage, which opens to what it did and what the hosts said. */
export function stageRows(story: RunStory, planned: PlannedTexts): readonly Markup[] {
  const totalMs = story.fleet.end?.durationMs ?? story.fleet.elapsedMs;
  return story.fleet.stages.map((stage) => {
    const { id, name, kind } = stage.facts;
    return markup`<details class="stage" id="stage-${id}">
<summary>${lineMarkup([stageSign(stage, unicodeSymbols)])}
<b>${id}</b>
<span class="name">${name} <small>${kind}</small></span>
${track(stage, totalMs, story.fleet.elapsedMs)}
<span class="took">${stageTook(stage)}</span>
<span class="came">${lineMarkup(joined(whatCameOut(stage), { text: ' · ', tone: 'dim' }))}</span></summary>
<div class="inside">${plannedBlocks(planned.get(id) ?? [])}${saidBlocks(story, stage)}</div>
</details>
`;
  });
}

/** When it ran within the run, and how its hosts came out. */
function track({ startedMs, end, counts, hostCount }: StageState, totalMs: number, nowMs: number): Markup {
  if (startedMs === undefined) return markup`<span class="track"></span>`;
  const tookMs = end?.durationMs ?? nowMs - startedMs;
  const hosts = outcomes.map((outcome) => ({ name: outcome as string, count: counts[outcome] }));
  const over = hosts.reduce((sum, { count }) => sum + count, 0);
  const left = { name: 'open', count: Math.max(0, hostCount - over) };
  const verdict = { name: end?.isGood === false ? 'failed' : 'ok', count: 1 };
  const shown = over + left.count === 0 ? [verdict] : [...hosts, left];
  const pieces = shown
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => markup`<i class="${name}" style="flex:${count}"></i>`);
  const place = `left:${percent(startedMs, totalMs)};width:${percent(tookMs, totalMs)}`;
  const title = `began after ${tookText(startedMs)}, took ${tookText(tookMs)}`;
  return markup`<span class="track" title="${title}"><span style="${place}">${pieces}</span></span>`;
}

function percent(ms: number, totalMs: number): string {
  return `${totalMs <= 0 ? 0 : Math.round((ms * 1000) / totalMs) / 10}%`;
}

/** What differs from host to host is shown for so many of them. */
const mostTexts = 5;

function plannedBlocks(texts: readonly PlannedText[]): readonly Markup[] {
  const shown = texts.slice(0, mostTexts).map(({ does, hosts }) => {
    const isOfAll = texts.length === 1 || hosts.length === 0;
    const { short, all } = hostNames(hosts);
    const on = isOfAll ? undefined : markup` <small>on ${short}</small>`;
    return markup`<p class="does"><code>${does}</code>${on}</p>\n${isOfAll ? undefined : all}`;
  });
  const more = texts.length - shown.length;
  return more > 0 ? [...shown, markup`<p><small>and ${more} more, see plan.json</small></p>\n`] : shown;
}
