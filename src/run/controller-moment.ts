import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { ControllerMoment } from '../events/events.ts';

/** Now, as a boot of this controller and its age (random(4), and CLOCK_BOOTTIME, which counts a suspended laptop's sleep too). */
export function controllerMoment(): ControllerMoment {
  const bootId = readBootId();
  return { ...(bootId !== undefined && { bootId }), uptimeSeconds: uptime() };
}

function readBootId(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return undefined; // No Linux: the wall clock alone tells then.
  }
}

/** When something was: by the clock on the wall, and by the controller's boot. */
export interface Instant {
  /** Milliseconds since the epoch. */
  readonly wallMs: number;
  readonly controller?: ControllerMoment;
}

/**
 * How many seconds lie between two instants, rather too many than too few: a wall clock can be set back, and a
 * controller without a battery boots into the past. Infinity when the clock on the wall cannot be right.
 */
export function secondsBetween(then: Instant, now: Instant): number {
  const byWall = (now.wallMs - then.wallMs) / 1000;
  const boots = [then.controller?.bootId, now.controller?.bootId];
  const upSeconds = now.controller?.uptimeSeconds ?? 0;
  if (boots.includes(undefined)) return byWall < 0 ? Number.POSITIVE_INFINITY : byWall;
  if (boots[0] === boots[1]) return Math.max(byWall, upSeconds - (then.controller?.uptimeSeconds ?? 0));
  return byWall < upSeconds ? Number.POSITIVE_INFINITY : byWall;
}
