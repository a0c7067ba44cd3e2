import { durationMs } from '../../stages/duration.ts';
import type { RunSettings } from '../playbook.ts';
import type { StageFields } from './load-stage.ts';

/** Of a stage, or of the playbook's `defaults`. */
export function settingsOf(
  fields: Pick<StageFields, 'concurrency' | 'timeout' | 'retry' | 'become'>,
): RunSettings {
  const { concurrency, timeout, retry, become } = fields;
  return {
    ...(concurrency !== undefined && { concurrency }),
    ...(timeout !== undefined && { timeoutMs: durationMs(timeout) }),
    ...(retry !== undefined && { retry: retryOf(retry) }),
    ...(become !== undefined && { become }),
  };
}

function retryOf({ attempts, delay }: NonNullable<StageFields['retry']>) {
  return {
    ...(attempts !== undefined && { attempts }),
    ...(delay !== undefined && { delayMs: durationMs(delay) }),
  };
}
