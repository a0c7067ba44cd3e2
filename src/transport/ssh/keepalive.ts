import type { SshLink } from './ssh-link.ts';

export interface Keepalive {
  readonly intervalMs: number;
  /** So many intervals without a byte, and the link is given up; at least 2. */
  readonly count: number;
}

/**
 * Ends a link on which nothing was heard for too long: a frozen host gives no event at all. Any byte counts as life, not
 * only the answer to a question: that one waits behind all that is on its way to a slow host.
 */
export function watchKeepalive(link: SshLink, { intervalMs, count }: Keepalive): void {
  let heardBytes = link.heardBytes;
  let silent = 0;
  const timer = setInterval(() => {
    silent = link.heardBytes === heardBytes ? silent + 1 : 0;
    heardBytes = link.heardBytes;
    if (silent < Math.max(2, count)) return;
    const message = `the host did not answer for ${(silent * intervalMs) / 1000} s: it hangs, or the network is cut`;
    link.end({ lost: { reason: 'keepalive', message } });
  }, intervalMs);
  link.onEnd(() => clearInterval(timer));
}
