/** How many of the planned hosts came out `ok`. Both are whole numbers, `ok` at most `planned`. */
export interface Tally {
  readonly ok: number;
  readonly planned: number;
}

/**
 * Whether `ok ÷ planned` reaches `percent`, compared without a division, so that 94.999 % is never 95 %.
 * `percent` may have decimals (99.5). Nobody planned is nobody missing: true.
 */
export function reachesRate({ ok, planned }: Tally, percent: number): boolean {
  const [whole = '0', decimals = ''] = percent.toFixed(6).split('.');
  const millionths = BigInt(whole + decimals.padEnd(6, '0'));
  return BigInt(ok) * 100_000_000n >= millionths * BigInt(planned);
}

/** The rate in percent with two decimals, cut and never rounded up: 199 of 200 hosts is 99.5, 2 of 3 is 66.66. */
export function ratePercent({ ok, planned }: Tally): number {
  if (planned === 0) return 100;
  return Number((BigInt(ok) * 10_000n) / BigInt(planned)) / 100;
}
