import type { Outcome } from '../../result/outcome.ts';
import type { Tone } from './spans.ts';

/** The signs that the views draw with, each one cell wide. */
export interface Symbols {
  readonly outcome: Readonly<Record<Outcome, string>>;
  readonly running: string;
  readonly retrying: string;
  readonly queued: string;
  readonly partly: string;
  readonly full: string;
  readonly empty: string;
  readonly dot: string;
  readonly ellipsis: string;
}

export const unicodeSymbols: Symbols = {
  outcome: { ok: '✔', failed: '✖', unreachable: '⊘', unknown: '?', cancelled: '■', skipped: '–' },
  running: '●',
  retrying: '↻',
  queued: '·',
  partly: '▲',
  full: '━',
  empty: '─',
  dot: '·',
  ellipsis: '…',
};

export const asciiSymbols: Symbols = {
  outcome: { ok: '+', failed: 'x', unreachable: '!', unknown: '?', cancelled: '#', skipped: '-' },
  running: '*',
  retrying: '~',
  queued: '.',
  partly: '^',
  full: '=',
  empty: '-',
  dot: '|',
  ellipsis: '...',
};

export function symbolsOf({ hasUnicode }: { readonly hasUnicode: boolean }): Symbols {
  return hasUnicode ? unicodeSymbols : asciiSymbols;
}

export const outcomeTone: Readonly<Record<Outcome, Tone>> = {
  ok: 'good',
  failed: 'bad',
  unreachable: 'bad',
  unknown: 'warn',
  cancelled: 'warn',
  skipped: 'dim',
};
