import { describe, expect, it } from 'vitest';
import { exitCode, type HowItEnded } from '../../src/report/exit-code.ts';

const ok = { outcome: 'ok', isSuccess: true } as const;
const failed = { outcome: 'failed', isSuccess: false } as const;
const unknown = { outcome: 'unknown', isSuccess: false } as const;

function codeOf(how: Partial<HowItEnded>) {
  return exitCode({ hosts: [ok], hasFailedAssert: false, isInterrupted: false, ...how });
}

describe('the exit code', () => {
  it('is 0 only when every host is a success and every assert held', () => {
    expect(codeOf({})).toBe(0);
    expect(codeOf({ hosts: [ok, { outcome: 'skipped', isSuccess: true }] })).toBe(0);
    expect(codeOf({ hosts: [ok, failed] })).toBe(1);
    expect(codeOf({ hosts: [ok, { outcome: 'cancelled', isSuccess: false }] })).toBe(1);
    expect(codeOf({ hasFailedAssert: true })).toBe(1);
  });

  it('says 3 for what nobody knows, before any failure', () => {
    expect(codeOf({ hosts: [failed, unknown], hasFailedAssert: true })).toBe(3);
  });

  it('says 130 for an interrupt, whatever the hosts came to', () => {
    expect(codeOf({ hosts: [unknown], isInterrupted: true })).toBe(130);
  });
});
