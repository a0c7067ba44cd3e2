import { describe, expect, it } from 'vitest';
import { afterTask, type EndedTask, hostOutcome, noTaskYet } from '../../src/report/host-outcome.ts';

const over = (...tasks: readonly Partial<EndedTask>[]) => outcomeOf(tasks, true);
const stopped = (...tasks: readonly Partial<EndedTask>[]) => outcomeOf(tasks, false);

function outcomeOf(tasks: readonly Partial<EndedTask>[], isOver: boolean) {
  const ended = tasks.map(
    (task): EndedTask => ({ outcome: 'ok', continueOnError: false, isRecovery: false, ...task }),
  );
  return hostOutcome(ended.reduce(afterTask, noTaskYet), isOver);
}

const failed = { outcome: 'failed', reason: 'exit_code' } as const;
const unknown = { outcome: 'unknown', reason: 'link_lost' } as const;
const whenFalse = { outcome: 'skipped', reason: 'when_is_false' } as const;
const leftOut = { outcome: 'skipped', reason: 'host_failed_before' } as const;

describe('what became of a host', () => {
  it('is the worst of its tasks', () => {
    expect(over({}, {})).toEqual({ outcome: 'ok', isSuccess: true });
    expect(over({}, failed, leftOut)).toEqual({ outcome: 'failed', isSuccess: false });
    expect(over(failed, { outcome: 'unreachable' }, {})).toEqual({
      outcome: 'unreachable',
      isSuccess: false,
    });
    expect(over(unknown, { outcome: 'unreachable' })).toEqual({ outcome: 'unknown', isSuccess: false });
    expect(over({}, { outcome: 'cancelled' })).toEqual({ outcome: 'cancelled', isSuccess: false });
  });

  it('leaves out a failure that the stage tolerates, but nothing worse than a failure', () => {
    expect(over({ ...failed, continueOnError: true }, {})).toEqual({ outcome: 'ok', isSuccess: true });
    expect(over({ ...unknown, continueOnError: true }, {})).toEqual({ outcome: 'unknown', isSuccess: false });
    expect(over({ outcome: 'unreachable', continueOnError: true })).toEqual({
      outcome: 'unreachable',
      isSuccess: false,
    });
  });

  it('is ok again after a stage that chose it for a repair', () => {
    expect(over(failed, leftOut, { isRecovery: true }, {})).toEqual({ outcome: 'ok', isSuccess: true });
    expect(over(failed, { isRecovery: true }, failed)).toEqual({ outcome: 'failed', isSuccess: false });
  });

  it('stays unknown, whatever comes later', () => {
    expect(over(unknown, { isRecovery: true }, {})).toEqual({ outcome: 'unknown', isSuccess: false });
  });

  it('is a success when nothing was to be done, and none when the run never came to it', () => {
    expect(over(whenFalse, whenFalse)).toEqual({ outcome: 'skipped', isSuccess: true });
    expect(over(whenFalse, {})).toEqual({ outcome: 'ok', isSuccess: true });
    expect(over()).toEqual({ outcome: 'skipped', isSuccess: false });
    expect(over(whenFalse, leftOut)).toEqual({ outcome: 'skipped', isSuccess: false });
  });

  it('is no success where the run stopped before its last stage', () => {
    expect(stopped({}, whenFalse)).toEqual({ outcome: 'cancelled', isSuccess: false });
    expect(stopped(whenFalse)).toEqual({ outcome: 'skipped', isSuccess: false });
    expect(stopped(failed, leftOut)).toEqual({ outcome: 'failed', isSuccess: false });
  });
});
