import type { Line, Tone } from '../text/spans.ts';
import type { Symbols } from '../text/symbols.ts';

interface BarLook {
  readonly symbols: Symbols;
  /** In cells; 0 leaves the bar out. */
  readonly barColumns: number;
  readonly nowMs: number;
}

const pulseColumns = 3;
const pulseStepMs = 160;

/** Filled to `share`, from 0 to 1; full only at 1. */
export function partBar(share: number, look: BarLook, tone: Tone = 'busy'): Line {
  const full = Math.floor(Math.min(1, Math.max(0, share)) * look.barColumns);
  return [
    { text: look.symbols.full.repeat(full), tone },
    { text: look.symbols.empty.repeat(look.barColumns - full), tone: 'dim' },
  ];
}

export function fullBar(tone: Tone, look: BarLook): Line {
  return partBar(1, look, tone);
}

/** Work goes on and nobody knows how much is left. All bars move together, which is calmer to look at. */
export function pulseBar({ symbols, barColumns, nowMs }: BarLook): Line {
  const way = Math.max(1, barColumns - pulseColumns);
  const step = Math.floor(nowMs / pulseStepMs) % (2 * way);
  const at = step < way ? step : 2 * way - step;
  const lit = Math.min(pulseColumns, barColumns);
  return [
    { text: symbols.empty.repeat(Math.min(at, barColumns - lit)), tone: 'dim' },
    { text: symbols.full.repeat(lit), tone: 'busy' },
    { text: symbols.empty.repeat(Math.max(0, barColumns - lit - at)), tone: 'dim' },
  ];
}
