import type { RunStarted } from '../../events/events.ts';
import { lineMarkup } from '../markup/line-markup.ts';
import { type Markup, markup } from '../markup/markup.ts';
import type { RunStory } from '../story/run-story.ts';
import type { SummaryLook } from '../summary/summary.ts';
import { verdictLines, whyStopped } from '../summary/verdict-line.ts';
import { tookText } from '../text/numbers.ts';
import type { Line } from '../text/spans.ts';
import { unicodeSymbols } from '../text/symbols.ts';
import { failureArticles } from './failure-articles.ts';
import { hostRows } from './host-rows.ts';
import type { PlannedTexts } from './planned-texts.ts';
import { stageRows } from './stage-rows.ts';
import { style } from './style.ts';

/**
 * A page about a run: one file, which loads nothing and runs nothing. `planned` is what each stage was to do, by its id.
 * `undefined` before the run has begun.
 */
export function htmlPage(story: RunStory, planned: PlannedTexts): string | undefined {
  const { run } = story.fleet;
  if (run === undefined) return undefined;
  const verdict = verdictOf(story);
  const name = run.playbook.name;
  return `${markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="aeon-run ${run.version}">
<title>${verdict.map(({ text }) => text).join('')} · ${name}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${name}</h1>
<p class="verdict">${lineMarkup(verdict)}</p>
${notes(story)}</header>
${factList(story, run)}
<section>
<h2>Stages</h2>
${stageRows(story, planned)}</section>
${failureArticles(story)}
<section>
<h2>Hosts</h2>
${hostRows(story)}</section>
</body>
</html>
`}`;
}

function verdictOf({ fleet, isGoingOn }: RunStory): Line {
  const look: SummaryLook = {
    columns: Number.POSITIVE_INFINITY,
    hasColor: false,
    symbols: unicodeSymbols,
    isGoingOn,
  };
  return verdictLines(fleet, look).flat();
}

function notes({ fleet, isGoingOn }: RunStory): readonly Markup[] {
  const { run, end } = fleet;
  const seed = run?.rehearsal?.seed;
  const stopped = isGoingOn ? undefined : whyStopped(fleet);
  const locks = end?.locksLeft ?? [];
  return [
    seed === undefined
      ? undefined
      : `A rehearsal on simulated hosts (seed ${seed}): nothing of this has happened.`,
    isGoingOn ? 'The run was still going on when this was written.' : undefined,
    stopped === undefined ? undefined : `Stopped: ${stopped}`,
    locks.length === 0
      ? undefined
      : `The lock of this run may still be on ${locks.join(', ')}: remove it with "aeon-run unlock ${run?.runId}" when the hosts can be reached.`,
  ].flatMap((note) => (note === undefined ? [] : [markup`<p class="note">${note}</p>\n`]));
}

function factList({ fleet }: RunStory, run: RunStarted): Markup {
  const { playbook, inventories, runId, runDirectory, version, rehearsal } = run;
  const tookMs = fleet.end?.durationMs ?? fleet.elapsedMs;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['run', runId],
    ['began', utc(run.at)],
    [fleet.end === undefined ? 'last event' : 'ended', `${utc(fleet.at)}, after ${tookText(tookMs)}`],
    ['exit code', fleet.end === undefined ? undefined : String(fleet.end.exitCode)],
    ['playbook', `${playbook.path}, SHA-256 ${playbook.sha256.slice(0, 12)}`],
    ['inventories', inventories.length === 0 ? undefined : inventories.join(', ')],
    ['model', rehearsal?.model],
    ['logs', runDirectory],
    ['aeon-run', version],
  ];
  const items = rows.flatMap(([word, value]) =>
    value === undefined ? [] : [markup`<div><dt>${word}</dt> <dd>${value}</dd></div>\n`],
  );
  return markup`<dl>\n${items}</dl>`;
}

/** `2026-11-24 12:04:05 UTC`, of a time in ISO 8601. */
function utc(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}
