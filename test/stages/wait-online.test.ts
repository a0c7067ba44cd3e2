import { describe, expect, it } from 'vitest';
import { TaskFailure } from '../../src/result/task-failure.ts';
import { TransportError } from '../../src/transport/errors.ts';
import { drive, hostKind, type Turn } from './drive.ts';

const waitOnline = hostKind('wait-online');
const up: Turn = { step: 'connect', answer: { isConnected: true } };
const offline: Turn = {
  step: 'connect',
  answer: { isConnected: false, reason: 'connect_timeout', message: 'm1 did not answer within 10 s' },
};
const check = 'systemctl is-active agent';

function looked(exitCode: number, stderr = ''): Turn {
  return { step: 'look', answer: { exitCode, stdout: '', stderr } };
}

describe('wait-online', () => {
  it('is ok when a login works and the check passes, and has changed nothing', () => {
    const { steps, end } = drive(waitOnline, { check }, [offline, up, looked(3), up, looked(0)]);
    expect(end).toEqual({ changed: false, message: 'ready after 4s' });
    expect(steps.filter(({ kind }) => kind === 'sleep')).toEqual(Array(2).fill({ kind: 'sleep', ms: 2000 }));
    expect(steps.find(({ kind }) => kind === 'look')).toMatchObject({ command: check, timeoutMs: 30_000 });
  });

  it('asks the host something without a check too, since a kept link may be dead', () => {
    const gone = {
      step: 'look',
      fails: new TransportError('lost_before_start', 'the link is gone'),
    } as const;
    const { steps, end } = drive(waitOnline, {}, [up, gone, up, looked(0)]);
    expect(end?.changed).toBe(false);
    expect(steps.map(({ kind }) => kind)).toContain('disconnect');
  });

  it('is still_offline at the limit, with the last try in the sentence', () => {
    const { failure } = drive(waitOnline, { timeout: '1m' }, [], [{ ...offline, takesMs: 10_000 }]);
    expect(failure?.reason).toBe('still_offline');
    expect(failure?.message).toBe(
      'no login worked on m1 within 1m; the last try: m1 did not answer within 10 s',
    );
  });

  it('is check_failed at the limit, with the last exit code and what the check said', () => {
    const { failure } = drive(waitOnline, { timeout: 20, check }, [], [up, looked(3, 'inactive\n')]);
    expect(failure?.reason).toBe('check_failed');
    expect(failure?.message).toBe(
      'm1 can be reached, but after 20s the check ended with exit code 3: inactive',
    );
    expect(failure?.details.exitCode).toBe(3);
  });

  it.each([
    ['timeout', 'm1 gave no answer', 'the check did not end within 20s'],
    ['no_end_mark', 'the shell was ended', 'the check ended the shell that ran it'],
    ['link_lost', 'the link was lost', 'the check did not end: the link was lost'],
  ] as const)('is check_failed too where the check was begun and then: %s', (reason, said, seen) => {
    const fails = new TaskFailure(reason, said, { ran: 'yes' });
    const cut: Turn = { step: 'look', fails, takesMs: 20_000 };
    const { failure, steps } = drive(waitOnline, { timeout: 20, check }, [up, cut]);
    expect(failure?.reason).toBe('check_failed');
    expect(failure?.message).toBe(
      `m1 can be reached, but was not ready after 20s; the last thing seen: ${seen}`,
    );
    expect(steps.at(-1)?.kind).toBe('disconnect');
  });

  it('is still_offline where the host gave no answer before the check was begun', () => {
    const fails = new TaskFailure('timeout', 'm1 gave no answer within 20 s', { ran: 'no' });
    const { failure } = drive(waitOnline, { timeout: 20, check }, [
      up,
      { step: 'look', fails, takesMs: 20_000 },
    ]);
    expect(failure?.reason).toBe('still_offline');
  });

  it('never waits beyond its limit', () => {
    const { steps } = drive(waitOnline, { timeout: 25, interval: 4 }, [], [{ ...offline, takesMs: 7000 }]);
    let [elapsedMs, tries] = [0, 0];
    for (const step of steps) {
      if (step.kind === 'sleep') elapsedMs += step.ms;
      if (step.kind !== 'connect') continue;
      expect(step.timeoutMs).toBeLessThanOrEqual(Math.min(10_000, 25_000 - elapsedMs));
      elapsedMs += 7000;
      tries += 1;
    }
    expect(tries).toBe(3);
  });

  it('tells the time that is gone and the limit', () => {
    const { steps } = drive(waitOnline, { timeout: 60 }, [offline, up, looked(0)]);
    const progress = steps.filter(({ kind }) => kind === 'progress');
    expect(progress).toEqual([
      { kind: 'progress', doing: 'waiting', done: 0, total: 60_000, unit: 'ms' },
      { kind: 'progress', doing: 'waiting', done: 2000, total: 60_000, unit: 'ms' },
    ]);
  });

  it.each(['hostkey_changed', 'auth_rejected'] as const)('does not wait for %s to mend itself', (reason) => {
    const answer = { isConnected: false, reason, message: 'no' } as const;
    const { failure } = drive(waitOnline, {}, [{ step: 'connect', answer }]);
    expect(failure?.reason).toBe(reason);
  });

  it('does not wait for a sudo that says no', () => {
    const fails = new TaskFailure('become_password_rejected', 'sudo did not take the password', {
      ran: 'no',
    });
    const { failure } = drive(waitOnline, { check }, [up, { step: 'look', fails }]);
    expect(failure?.reason).toBe('become_password_rejected');
  });

  it('ends with the run when that is cancelled', () => {
    const fails = new TaskFailure('cancelled', 'the run was cancelled');
    expect(drive(waitOnline, { check }, [up, { step: 'look', fails }]).failure).toBe(fails);
  });
});
