import type { Terminal, ViewClock } from '../report/terminal.ts';
import { hasColor, type World } from './world.ts';

/** A stream of the process as the views see it. */
export function terminalOf(world: World, stream: NodeJS.WriteStream): Terminal {
  return {
    write: (text) => void stream.write(text),
    columns: () => (stream.isTTY ? stream.columns || 80 : Number.POSITIVE_INFINITY),
    rows: () => (stream.isTTY ? stream.rows || 24 : Number.POSITIVE_INFINITY),
    hasColor: hasColor(world, stream),
    hasUnicode: hasUnicode(world),
  };
}

/** POSIX: LC_ALL beats LC_CTYPE beats LANG; a terminal of an unset locale today shows UTF-8. */
function hasUnicode({ env }: World): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || 'UTF-8';
  return env.TERM !== 'linux' && /utf-?8/i.test(locale);
}

export const viewClock: ViewClock = {
  now: () => performance.now(),
  every: (periodMs, tick) => {
    const timer = setInterval(tick, periodMs);
    return () => clearInterval(timer);
  },
};

/** As the clock on the wall of the controller shows it. */
export function localTimeOfDay(at: string): string {
  return new Date(at).toTimeString().slice(0, 8);
}

/** With the day: `2026-11-24 23:41`. */
export function localTime(at: string): string {
  const date = new Date(at);
  const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  const two = (value: number) => String(value).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)} ${localTimeOfDay(at).slice(0, 5)}`;
}
