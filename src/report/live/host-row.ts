import { isBad } from '../../result/outcome.ts';
import type { RunningTask, SettledTask } from '../fleet/running-task.ts';
import { column, rightAligned } from '../text/fit.ts';
import { ageText, tookText } from '../text/numbers.ts';
import { safeLine } from '../text/safe-text.ts';
import type { Line, Span, Tone } from '../text/spans.ts';
import { outcomeTone, type Symbols } from '../text/symbols.ts';
import { fullBar, partBar, pulseBar } from './bar.ts';
import { behindName } from './behind-name.ts';
import { doingText, shareDone } from './doing.ts';

/** A host of the stage that runs, as one line of the window. */
export type HostRow =
  | { readonly kind: 'running' | 'retrying'; readonly task: RunningTask }
  | { readonly kind: 'settled'; readonly task: SettledTask }
  | { readonly kind: 'waiting'; readonly host: string };

export interface RowLook {
  readonly symbols: Symbols;
  readonly indent: number;
  readonly nameColumns: number;
  readonly barColumns: number;
  readonly nowMs: number;
}

/** `✖ w4  ━━━━━━━━━━   3s  failed: …`: sign, name, bar, seconds, words. */
export function hostRow(row: HostRow, look: RowLook): Line {
  switch (row.kind) {
    case 'running':
    case 'retrying':
      return runningRow(row.kind, row.task, look);
    case 'settled':
      return settledRow(row.task, look);
    case 'waiting':
      return assemble(row.host, look, {
        sign: { text: look.symbols.queued, tone: 'dim' },
        bar: partBar(0, look),
        time: '',
        words: [{ text: 'queued', tone: 'dim' }],
      });
  }
}

function runningRow(kind: 'running' | 'retrying', task: RunningTask, look: RowLook): Line {
  const tone: Tone = kind === 'retrying' ? 'warn' : 'busy';
  const share = shareDone(task);
  const isPaused = task.retryAtMs !== undefined;
  return assemble(task.host, look, {
    sign: { text: kind === 'retrying' ? look.symbols.retrying : look.symbols.running, tone },
    bar: isPaused ? partBar(0, look) : share === undefined ? pulseBar(look) : partBar(share, look),
    time: ageText(look.nowMs - task.startedMs),
    words: [{ text: doingText(task, look) }],
  });
}

function settledRow(task: SettledTask, look: RowLook): Line {
  const { outcome, message } = task;
  const tone = outcomeTone[outcome];
  const isCalm = !isBad(outcome);
  const words = message === undefined ? outcome : `${outcome}: ${safeLine(behindName(task.host, message))}`;
  return assemble(task.host, look, {
    sign: { text: look.symbols.outcome[outcome], tone },
    // What is well steps back, so that the eye finds the rest.
    bar:
      outcome === 'skipped' || outcome === 'cancelled'
        ? partBar(0, look)
        : fullBar(isCalm ? 'dim' : tone, look),
    time: outcome === 'skipped' ? '' : tookText(task.durationMs),
    words: [{ text: words, ...(isCalm && { tone: 'dim' }) }],
  });
}

interface RowParts {
  readonly sign: Span;
  readonly bar: Line;
  readonly time: string;
  readonly words: Line;
}

function assemble(host: string, look: RowLook, { sign, bar, time, words }: RowParts): Line {
  return [
    { text: ' '.repeat(look.indent) },
    sign,
    { text: ` ${column(safeLine(host), look.nameColumns, look.symbols.ellipsis)}  ` },
    ...bar,
    { text: `${rightAligned(time, 7)}  `, tone: 'dim' },
    ...words,
  ];
}
