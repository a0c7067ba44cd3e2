import { describe, expect, it } from 'vitest';
import { TaskFailure } from '../../src/result/task-failure.ts';
import { drive, hostKind, type Turn } from './drive.ts';

const waitFor = hostKind('wait-for');
const up: Turn = { step: 'connect', answer: { isConnected: true } };
const offline: Turn = {
  step: 'connect',
  answer: { isConnected: false, reason: 'refused', message: 'm1 refused the connection' },
};
const open: Turn = { step: 'probe-port', answer: { isOpen: true } };
const closed: Turn = { step: 'probe-port', answer: { isOpen: false, why: 'refused' } };

function looked(exitCode: number, stdout = '', stderr = ''): Turn {
  return { step: 'look', answer: { exitCode, stdout, stderr } };
}

describe('wait-for port', () => {
  it('is looked at from here without a login, until it is open, and changes nothing', () => {
    const { steps, end } = drive(waitFor, { port: '8080' }, [closed, closed, open]);
    expect(end).toEqual({ changed: false, message: 'so after 4s' });
    expect(steps.filter(({ kind }) => kind === 'probe-port')[0]).toEqual({
      kind: 'probe-port',
      port: 8080,
      timeoutMs: 5000,
    });
    expect(steps.map(({ kind }) => kind)).not.toContain('connect');
  });

  it('ends not_in_time with the last thing seen, and never waits beyond its limit', () => {
    const { failure, steps } = drive(waitFor, { port: 80, timeout: 10 }, [], [closed]);
    expect(failure?.reason).toBe('not_in_time');
    expect(failure?.message).toBe(
      'waited 10s for port 80 to open on m1, in vain; the last thing seen: refused',
    );
    const sleptMs = steps.reduce((sum, step) => sum + (step.kind === 'sleep' ? step.ms : 0), 0);
    expect(sleptMs).toBeLessThanOrEqual(10_000);
  });

  it('asks the host itself what listens there with from: host', () => {
    const args = { port: 80, from: 'host' };
    expect(drive(waitFor, args, [up, looked(1), up, looked(0)]).end?.changed).toBe(false);
    const { failure } = drive(waitFor, { ...args, timeout: 5 }, [], [up, looked(1)]);
    expect(failure?.message).toContain('nothing listens there');
  });
});

describe('wait-for file, http and command', () => {
  it.each([
    [{ file: '/x' }, 0, 1],
    [{ file: '/x', state: 'absent' }, 1, 0],
    [{ command: 'test -f /x' }, 0, 3],
  ])('%j is so with exit code %i and not so with %i', (args, good, bad) => {
    const { end } = drive(waitFor, args, [up, looked(bad), up, looked(good)]);
    expect(end).toEqual({ changed: false, message: 'so after 2s' });
  });

  it.each(['present', 'absent'])(
    'takes a file that cannot be looked at neither for there nor for gone: %s',
    (state) => {
      const closed = looked(2, '', 'it cannot be looked at (try become): ls: x: Permission denied\n');
      const { failure } = drive(waitFor, { file: '/x', state, timeout: 5 }, [], [up, closed]);
      expect(failure?.reason).toBe('not_in_time');
      expect(failure?.message).toContain('the last thing seen: it cannot be looked at (try become)');
    },
  );

  it('compares the status of the answer, one or several of them', () => {
    const http = 'http://127.0.0.1/health';
    const answers = [up, looked(0, '503\n'), up, looked(7, '000\n', 'curl: (7) Failed'), up];
    expect(drive(waitFor, { http }, [...answers, looked(0, '200\n')]).end).toMatchObject({
      message: 'so after 4s',
    });
    expect(drive(waitFor, { http, status: [204, 503] }, [up, looked(0, '503\n')]).end).toBeDefined();
    const { failure } = drive(waitFor, { http, timeout: 5 }, [], [up, looked(0, '404\n')]);
    expect(failure?.message).toContain('the last thing seen: the answer was 404');
    const { failure: silent } = drive(waitFor, { http, timeout: 5 }, [], [up, looked(7, '000', 'no route')]);
    expect(silent?.message).toContain('the last thing seen: no route');
  });

  it('does not wait for curl or wget to install themselves', () => {
    const { failure } = drive(waitFor, { http: 'http://x/' }, [up, looked(0, 'no-client\n')]);
    expect(failure?.reason).toBe('check_failed');
    expect(failure?.message).toContain('neither curl nor wget');
  });

  it('waits for a host that is away, and says still_offline when it stays so', () => {
    const args = { command: 'true' };
    expect(drive(waitFor, args, [offline, up, looked(0)]).end).toBeDefined();
    expect(drive(waitFor, { ...args, timeout: 5 }, [], [offline]).failure?.reason).toBe('still_offline');
  });

  it('says not_in_time where the host answers and the command does not end', () => {
    const fails = new TaskFailure('timeout', 'm1 was not done', { ran: 'yes' });
    const cut: Turn = { step: 'look', fails, takesMs: 5000 };
    const { failure } = drive(waitFor, { command: 'sleep 44', timeout: 5 }, [up, cut]);
    expect(failure?.reason).toBe('not_in_time');
    expect(failure?.message).toContain('the last thing seen: the command did not end within 5s');
  });

  it('tells what a try saw that had its time, and not that the last one had none', () => {
    const slow: Turn = { ...looked(3, '', 'database is down\n'), takesMs: 4000 };
    const cut: Turn = {
      step: 'look',
      fails: new TaskFailure('timeout', 'not done', { ran: 'yes' }),
      takesMs: 500,
    };
    const { failure } = drive(waitFor, { command: 'x', timeout: 5, interval: 0 }, [up, slow, up, cut]);
    expect(failure?.message).toMatch(
      /the last thing seen: the command ended with exit code 3: database is down$/,
    );
  });

  it('keeps the exit code of the command', () => {
    const { failure } = drive(waitFor, { command: 'x', timeout: 5 }, [], [up, looked(3, '', 'not yet\n')]);
    expect(failure?.details.exitCode).toBe(3);
    expect(failure?.message).toContain('the command ended with exit code 3: not yet');
  });
});

describe('what wait-for is told', () => {
  it.each([
    [{}, 'does not say what to wait for'],
    [{ port: 1, file: '/x' }, 'one thing only'],
    [{ port: 1, state: 'absent' }, 'state belongs to file'],
    [{ file: '/x', from: 'host' }, 'from belongs to port'],
  ])('%j is refused', (args, words) => {
    expect(waitFor.lacks?.(args)?.message).toContain(words);
  });

  it.each([
    { port: '0' },
    { port: 'http' },
    { port: '70000' },
    { http: 'localhost:80' },
    { http: 'http://a b' },
  ])('%j is refused once the templates are filled in', (args) => {
    expect(waitFor.faults?.(args)).toHaveLength(1);
  });

  it('says in the plan what it waits for', () => {
    expect(waitFor.describe({ port: 80 })).toBe('wait up to 5m for port 80 to open');
    expect(waitFor.describe({ file: '/x', state: 'absent', timeout: 9 })).toBe(
      'wait up to 9s for /x to be gone',
    );
    expect(waitFor.describe({ http: 'http://x/', status: [200, 204] })).toContain(
      '200 or 204 from http://x/',
    );
  });

  it('needs a direct path only for a port that is looked at from here', () => {
    expect(waitFor.reachesDirectly?.({ port: 80 })).toBe(true);
    expect(waitFor.reachesDirectly?.({ port: 80, from: 'host' })).toBe(false);
    expect(waitFor.reachesDirectly?.({ file: '/x' })).toBe(false);
  });
});
