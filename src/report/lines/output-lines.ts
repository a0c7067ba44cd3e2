import type { TaskEnded } from '../../run/events.ts';
import { safeLine, safeLines } from '../text/safe-text.ts';
import { paint } from '../text/spans.ts';
import type { LineLook } from './prefix.ts';

const lastLines = 10;

/** What a host said last before it failed, each line indented and marked with its name: it cannot pass for one of ours. */
export function outputLines({ host, result }: TaskEnded, { hasColor, symbols }: LineLook): string[] {
  if (result.outcome === 'ok' || result.outcome === 'skipped') return [];
  const said = result.stderr?.tail.trim() ? result.stderr.tail : (result.stdout?.tail ?? '');
  const lines = safeLines(said, { mayColour: hasColor }).filter((line) => line.trim() !== '');
  const mark = paint([{ text: `    ${safeLine(host)} |`, tone: 'dim' }], {
    hasColor,
    columns: Number.POSITIVE_INFINITY,
    ellipsis: symbols.ellipsis,
  });
  return lines.slice(-lastLines).map((line) => `${mark} ${line}`);
}
