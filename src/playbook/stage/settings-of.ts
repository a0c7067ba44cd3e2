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

/** The inner ones beat the outer ones, each word of `retry` by itself. */
export function layeredSettings(outer: RunSettings, inner: RunSettings = {}): RunSettings {
  const retry = { ...outer.retry, ...inner.retry };
  return { ...outer, ...inner, ...(Object.keys(retry).length > 0 && { retry }) };
}
