/** So many hosts, or so many percent of them. */
export type Share =
  | { readonly count: number; readonly percent?: never }
  | { readonly percent: number; readonly count?: never };

/** As a playbook has it: `2`, `10%`. */
export function shareOf(written: number | string): Share {
  return typeof written === 'number' ? { count: written } : { percent: Number(written.slice(0, -1)) };
}

export function isShare(value: unknown): value is number | string {
  return typeof value === 'number' || (typeof value === 'string' && /^[\d.]+%$/.test(value));
}

/** Of `hosts`; never more than all. A part of a host counts as a whole one with `ceil`, as none with `floor`. */
export function hostsOfShare(share: Share, hosts: number, round: 'ceil' | 'floor'): number {
  if (share.count !== undefined) return Math.min(share.count, hosts);
  // Whole numbers first: 5.1 % of 1,000 is 51, which 0.051 * 1000 is not.
  const parts = Math.round(share.percent * 10_000) * hosts;
  return round === 'ceil' ? Math.ceil(parts / 1_000_000) : Math.floor(parts / 1_000_000);
}
