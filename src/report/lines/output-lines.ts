import { cells } from '../../document/cells.ts';
import { isBad } from '../../result/outcome.ts';
import type { TaskResult } from '../../result/task-result.ts';
import { wrap } from '../text/fit.ts';
import { lastSaid } from '../text/last-said.ts';
import { safeLine, safeLines } from '../text/safe-text.ts';
import { paint } from '../text/spans.ts';
import { indent, type LineLook } from './prefix.ts';

const lastLines = 10;

/** What a host, or this machine, said last before it failed, each line indented and marked with its name: it cannot pass for one of ours. */
export function outputLines(who: string, result: TaskResult, look: LineLook): string[] {
  if (!isBad(result.outcome)) return [];
  const lines = safeLines(lastSaid(result)?.tail ?? '', { mayColour: look.hasColor }).filter(
    (line) => line.trim() !== '',
  );
  const mark = `${indent}${safeLine(who)} | `;
  const style = { ...look, columns: Number.POSITIVE_INFINITY, ellipsis: look.symbols.ellipsis };
  const painted = paint([{ text: mark, tone: 'dim' }, { text: '' }], style);
  const room = Math.max(20, look.columns() - cells(mark));
  return lines.slice(-lastLines).flatMap((line) => broken(line, room).map((piece) => painted + piece));
}

/** Where the terminal would break it, it is broken here, so that each piece has its mark; its colours are lost then. */
function broken(line: string, room: number): readonly string[] {
  return cells(line) <= room ? [line] : wrap(safeLine(line), room);
}
