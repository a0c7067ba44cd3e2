import { describe, expect, it } from 'vitest';
import { TaskFailure } from '../../src/result/task-failure.ts';
import type { Step } from '../../src/stages/step.ts';
import { TransportError } from '../../src/transport/errors.ts';
import { drive, exited, hostKind, type Turn } from './drive.ts';

const reboot = hostKind('reboot');
const oldId = '11111111-1111-1111-1111-111111111111';
const newId = '22222222-2222-2222-2222-222222222222';

const before: Turn = { step: 'boot-id', answer: oldId };
const goesDown: Turn = { step: 'command', answer: { kind: 'link-lost' } };
const up: Turn = { step: 'connect', answer: { isConnected: true } };
const refused: Turn = {
  step: 'connect',
  answer: { isConnected: false, reason: 'refused', message: 'm1 refused the connection' },
};

function kinds(steps: readonly Step[]): string[] {
  return steps.filter(({ kind }) => kind !== 'progress').map(({ kind }) => kind);
}

describe('reboot', () => {
  it('is ok once a different boot id is read, and says how long it took', () => {
    const { steps, end } = drive(reboot, {}, [
      before,
      goesDown,
      refused,
      up,
      { step: 'boot-id', answer: newId },
    ]);
    expect(end).toEqual({ changed: true, message: 'rebooted in 2s' });
    expect(kinds(steps)).toEqual([
      ...[
        'boot-id',
        'command',
        'disconnect',
        'sleep',
        'connect',
        'disconnect',
        'sleep',
        'connect',
        'boot-id',
      ],
    ]);
  });

  it('expects the link to break, with systemctl, reboot or shutdown, or with the command of the playbook', () => {
    const turns = [before, goesDown, up, { step: 'boot-id', answer: newId } as const];
    const [own, usual] = [{ command: '/sbin/drain' }, {}].map((args) =>
      drive(reboot, args, turns).steps.find(({ kind }) => kind === 'command'),
    );
    expect(own).toEqual({ kind: 'command', command: '/sbin/drain', mayLoseLink: true });
    expect(usual).toMatchObject({
      command: expect.stringMatching(/systemctl reboot.*reboot.*shutdown -r now/),
    });
  });

  it.each(['link_lost', 'no_end_mark'] as const)(
    'takes %s while the host goes down for the answer',
    (reason) => {
      const fails = new TaskFailure(reason, 'the shell was ended');
      const turns: Turn[] = [before, { step: 'command', fails }, up, { step: 'boot-id', answer: newId }];
      expect(drive(reboot, {}, turns).end?.changed).toBe(true);
    },
  );

  it('takes exit code 0 and the exit code of a signal for the answer as well', () => {
    for (const exitCode of [0, 143]) {
      const turns: Turn[] = [
        before,
        { step: 'command', answer: exited(exitCode) },
        up,
        { step: 'boot-id', answer: newId },
      ];
      expect(drive(reboot, {}, turns).end?.changed).toBe(true);
    }
  });

  it('is reboot_refused when the command says no and the old boot goes on', () => {
    const says = { step: 'command', answer: exited(1, 'Must be root.') } as const;
    const { failure } = drive(reboot, {}, [before, says, before]);
    expect(failure?.reason).toBe('reboot_refused');
    expect(failure?.message).toContain('exit code 1: Must be root.');
    expect(failure?.details.exitCode).toBe(1);
  });

  it('goes on when the command says no and the host goes down all the same', () => {
    const gone = {
      step: 'boot-id',
      fails: new TransportError('lost_before_start', 'the link is gone'),
    } as const;
    const turns: Turn[] = [
      before,
      { step: 'command', answer: exited(1) },
      gone,
      up,
      { step: 'boot-id', answer: newId },
    ];
    expect(drive(reboot, {}, turns).end?.changed).toBe(true);
  });

  it('is did_not_reboot when the old boot still answers at the end', () => {
    const { failure } = drive(reboot, { timeout: 30 }, [before, goesDown], [up, before]);
    expect(failure?.reason).toBe('did_not_reboot');
    expect(failure?.message).toContain('the same boot after 30s');
  });

  it('is never_came_back, with the last try in the sentence, and ran', () => {
    const { failure } = drive(
      reboot,
      { timeout: '30s' },
      [before, goesDown],
      [{ ...refused, takesMs: 3000 }],
    );
    expect(failure?.reason).toBe('never_came_back');
    expect(failure?.message).toContain('within 30s; the last try: m1 refused the connection');
    expect(failure?.ran).toBe('yes');
  });

  it('never waits beyond its limit', () => {
    const { steps } = drive(reboot, { timeout: 25 }, [before, goesDown], [{ ...refused, takesMs: 7000 }]);
    let [elapsedMs, tries] = [0, 0];
    for (const step of steps) {
      if (step.kind === 'sleep') elapsedMs += step.ms;
      if (step.kind !== 'connect') continue;
      expect(step.timeoutMs).toBeLessThanOrEqual(Math.min(10_000, 25_000 - elapsedMs));
      elapsedMs += 7000;
      tries += 1;
    }
    expect(tries).toBeGreaterThan(2);
  });

  it('tells the time that is gone and the limit', () => {
    const { steps } = drive(reboot, { timeout: 10 }, [before, goesDown], [refused]);
    const seen = steps.filter((step) => step.kind === 'progress');
    expect(seen[0]).toEqual({ kind: 'progress', doing: 'rebooting', done: 0, total: 10_000, unit: 'ms' });
    expect(seen.at(-1)).toMatchObject({ done: 8000, total: 10_000 });
  });

  it.each(['hostkey_changed', 'auth_rejected'] as const)(
    'ends at once when it comes back with %s',
    (reason) => {
      const answer = { isConnected: false, reason, message: 'no' } as const;
      const { steps, failure } = drive(reboot, {}, [before, goesDown, refused, { step: 'connect', answer }]);
      expect(failure?.reason).toBe(reason);
      expect(failure?.ran).toBe('yes');
      expect(kinds(steps).filter((kind) => kind === 'connect')).toHaveLength(2);
    },
  );

  it('says why a rejected credential is not tried again', () => {
    const answer = { isConnected: false, reason: 'auth_rejected', message: 'm1 took no credential' } as const;
    const { failure } = drive(reboot, {}, [before, goesDown, { step: 'connect', answer }]);
    expect(failure?.message).toContain('a credential is not tried twice');
  });

  it('waits out a host that lets us in and tells no boot id yet', () => {
    const none = { step: 'boot-id', fails: new TaskFailure('no_boot_id', 'no id', { ran: 'no' }) } as const;
    const { end } = drive(reboot, {}, [before, goesDown, up, none, up, { step: 'boot-id', answer: newId }]);
    expect(end?.changed).toBe(true);
  });

  it('starts nothing on a host whose boot id cannot be read', () => {
    const fails = new TaskFailure('no_boot_id', 'no id', { ran: 'no' });
    const { steps, failure } = drive(reboot, {}, [{ step: 'boot-id', fails }]);
    expect(failure).toBe(fails);
    expect(kinds(steps)).toEqual(['boot-id']);
  });

  it.each([
    ['connect', []],
    ['boot-id', [up]],
  ] as const)(
    'ends with the run when that is cancelled, and says that the host goes down: %s',
    (step, more) => {
      const fails = new TaskFailure('cancelled', 'the run was cancelled');
      const { failure } = drive(reboot, {}, [before, goesDown, ...more, { step, fails }]);
      expect(failure).toMatchObject({
        reason: 'cancelled',
        message: 'the run was cancelled when m1 had been told to reboot: look whether it comes back',
      });
    },
  );
});
