import type { RunningTask } from '../fleet/running-task.ts';
import { ageText, roundText } from '../text/numbers.ts';
import { safeLine } from '../text/safe-text.ts';
import type { Line } from '../text/spans.ts';
import { partBar, pulseBar } from './bar.ts';
import { shareDone } from './doing.ts';
import type { OverallLook } from './overall-line.ts';

const mostBar = 40;
const leastWords = 24;

/** What this machine does in a stage without hosts: `━━━━────  3s  pausing, 27s left`. */
export function hereLine(task: RunningTask, look: OverallLook): Line {
  const barColumns = Math.max(0, Math.min(mostBar, look.columns - leastWords));
  const share = shareDone(task);
  const bar =
    share === undefined ? pulseBar({ ...look, barColumns }) : partBar(share, { ...look, barColumns });
  const left = leftMs(task, look.nowMs);
  return [
    ...bar,
    { text: `  ${ageText(look.nowMs - task.startedMs)}`, tone: 'strong' },
    { text: `  ${safeLine(task.doing)}` },
    { text: left === undefined ? '' : `, ${roundText(left)} left`, tone: 'dim' },
  ];
}

function leftMs({ total, unit, startedMs }: RunningTask, nowMs: number): number | undefined {
  return unit === 'ms' && total !== undefined ? Math.max(0, total - (nowMs - startedMs)) : undefined;
}
