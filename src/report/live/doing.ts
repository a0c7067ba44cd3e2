import type { RunningTask } from '../fleet/running-task.ts';
import { ageText, bytesText, percentDone, roundText } from '../text/numbers.ts';
import { safeLine } from '../text/safe-text.ts';
import type { Symbols } from '../text/symbols.ts';
import { behindName } from './behind-name.ts';

/** How much of its work is done, from 0 to 1, where it says so. */
export function shareDone({ done, total }: RunningTask): number | undefined {
  if (done === undefined || total === undefined || total <= 0) return undefined;
  return Math.min(1, Math.max(0, done / total));
}

/** `running`, `sending 45 %`, `waiting 12s/5m`, `attempt 2/3 in 4s: …`. */
export function doingText(
  task: RunningTask,
  { symbols, nowMs }: { symbols: Symbols; nowMs: number },
): string {
  const why = task.lastMessage === undefined ? '' : safeLine(behindName(task.host, task.lastMessage));
  if (task.retryAtMs !== undefined) {
    const wait = roundText(Math.max(0, Math.ceil((task.retryAtMs - nowMs) / 1000)) * 1000);
    return `attempt ${task.attempt + 1}/${task.maxAttempts} in ${wait}: ${why}`;
  }
  const doing = safeLine(task.doing) + amountText(task);
  if (task.attempt === 1) return doing;
  return `${doing} ${symbols.dot} attempt ${task.attempt}/${task.maxAttempts}`;
}

function amountText({ done, total, unit }: RunningTask): string {
  if (done === undefined) return '';
  if (unit === 'ms')
    return total === undefined ? ` ${ageText(done)}` : ` ${ageText(done)}/${roundText(total)}`;
  if (unit === 'bytes' && total === undefined) return ` ${bytesText(done)}`;
  if (unit === 'bytes' || total === undefined) return ` ${percentDone(done, total ?? done)} %`;
  return ` ${done}/${total}`;
}
