import { cells } from '../../document/cells.ts';
import { column, rightAligned } from '../text/fit.ts';
import { tookText } from '../text/numbers.ts';
import { safeLine } from '../text/safe-text.ts';
import type { Line } from '../text/spans.ts';
import type { ComparedStage } from './compare-runs.ts';
import type { ComparisonLook } from './comparison-lines.ts';
import type { StageInRun } from './stage-pairs.ts';

/** Stages that took much longer or much less, and those that only one of the runs had. */
export function stageChangeLines(stages: readonly ComparedStage[], look: ComparisonLook): Line[] {
  const rows = stages.flatMap((stage) => {
    const words = wordsOf(stage);
    return words === undefined ? [] : [{ stage, words }];
  });
  const ids = Math.max(0, ...rows.map(({ stage }) => idOf(stage).length));
  const longest = Math.max(0, ...rows.map(({ stage }) => cells(safeLine(stage.name))));
  const width = Math.min(longest, Math.max(8, Math.floor(look.columns * 0.5)), 48);
  return rows.map(({ stage, words }) => [
    { text: `  ${rightAligned(idOf(stage), ids)} `, tone: 'dim' },
    { text: column(safeLine(stage.name), width, look.symbols.ellipsis) },
    { text: `  ${words}` },
  ]);
}

function idOf({ before, now }: ComparedStage): string {
  return now?.id ?? before?.id ?? '';
}

/** A repair that one run did not need is told with its hosts. */
function howFar(before: StageInRun, now: StageInRun): string | undefined {
  if (before.extent === 'repair' || now.extent === 'repair') return undefined;
  if (now.extent === 'whole')
    return before.extent === 'part' ? 'did not come to its end before' : 'did not run before';
  return now.extent === 'part' ? 'did not run to its end' : 'did not run';
}

function wordsOf({ before, now }: ComparedStage): string | undefined {
  if (before === undefined) return 'a new stage';
  if (now === undefined) return 'not in it any more';
  const [was, is] = [before.tookMs, now.tookMs];
  if (before.extent !== now.extent) return howFar(before, now);
  // Of a part nobody knows how long the whole would have taken.
  if (now.extent !== 'whole' || was === undefined || is === undefined) return undefined;
  const isNotable = Math.abs(is - was) >= 1000 && Math.max(is, was) >= 1.25 * Math.min(is, was);
  return isNotable
    ? `${is > was ? 'slower' : 'faster'}: ${tookText(was)} before, ${tookText(is)} now`
    : undefined;
}
