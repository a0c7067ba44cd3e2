import { countText } from '../../result/count-text.ts';
import { durationText, limitText } from '../../stages/duration.ts';

export { countText };

/** `1 host`, `5,000 hosts`. */
export function plural(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** How long something took: `0.4s`, `3.2s`, `12s`, `1m05s`, `2h05m`. */
export function tookText(ms: number): string {
  return ms < 9950 ? `${(Math.max(0, ms) / 1000).toFixed(1)}s` : durationText(ms);
}

/** How long something has been going on, in whole seconds, so that it does not flicker. */
export function ageText(ms: number): string {
  return ms < 1000 ? '0s' : durationText(Math.floor(ms / 1000) * 1000);
}

/** A limit or an estimate: `30s`, `5m`, `2h`; `1s` where it is less. */
export function roundText(ms: number): string {
  return ms < 1000 ? '1s' : limitText(ms);
}

/** For how long is waited, as it is written in a playbook: `200ms`, `1.5s`, `5s`, `2m`. */
export function delayText(ms: number): string {
  if (ms < 1000) return durationText(ms);
  return ms < 10_000 ? `${Number((ms / 1000).toFixed(1))}s` : roundText(ms);
}

/** Never rounded up: 99 % stays 99 % until all is done. */
export function percentDone(done: number, total: number): number {
  return total <= 0 ? 100 : Math.floor((Math.min(done, total) * 100) / total);
}

/** `3.4 MB`; powers of 1000, as disks and networks count. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let amount = bytes;
  let unit = 0;
  while (amount >= 999.95 && unit < units.length - 1) {
    amount /= 1000;
    unit++;
  }
  return `${unit === 0 ? amount : amount.toFixed(1)} ${units[unit]}`;
}
