/** In milliseconds: `300` is seconds, then `90s`, `5m`, `1h30m`, `1.5s`, `200ms`. The schema has checked the form. */
export function durationMs(duration: number | string): number {
  if (typeof duration === 'number') return duration * 1000;
  let ms = 0;
  for (const [, amount = '0', unit = 's'] of duration.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)) {
    ms += Number(amount) * unitMs[unit as keyof typeof unitMs]; // The expression allows no other unit.
  }
  return ms;
}

const unitMs = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;

/** `850ms`, `12s`, `1m30s`, `2h05m`: two units at the most. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${pad(seconds % 60)}s`;
  return `${Math.floor(seconds / 3600)}h${pad(Math.floor((seconds % 3600) / 60))}m`;
}

/** A time that somebody wrote, or a limit: `30s`, `5m`, `1h`; what was measured says `5m00s`. */
export function limitText(ms: number): string {
  return durationText(ms).replace(/(?<=[mh])00[sm]$/, '');
}

function pad(count: number): string {
  return String(count).padStart(2, '0');
}
