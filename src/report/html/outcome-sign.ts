import type { PlannedStage } from '../../events/events.ts';
import { isTolerated } from '../fleet/failure-groups.ts';
import { type Markup, markup } from '../markup/markup.ts';
import type { Standing } from '../story/run-story.ts';
import { unicodeSymbols } from '../text/symbols.ts';

const { outcome, partly, running } = unicodeSymbols;
const signs: Readonly<Record<Standing, string>> = { ...outcome, open: running };

/** The sign of what became of something, in its colour; `stage` is that of a task, as it may go on in spite of it. */
export function outcomeSign(standing: Standing, stage?: PlannedStage): Markup {
  const isHarmless = standing !== 'open' && stage !== undefined && isTolerated({ stage, outcome: standing });
  return isHarmless
    ? markup`<i class="tolerated">${partly}</i>`
    : markup`<i class="${standing}">${signs[standing]}</i>`;
}
