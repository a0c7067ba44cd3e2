import { describe, expect, it } from 'vitest';
import { controllerKind, drive } from './drive.ts';

const pause = controllerKind('pause');

describe('pause', () => {
  it.each([
    [3, 3000],
    ['3s', 3000],
    [{ time: '1m' }, 60_000],
  ])('%j waits so long, and tells how much is gone', (args, ms) => {
    const { steps, end } = drive(pause, args, []);
    const sleeps = steps.flatMap((step) => (step.kind === 'sleep' ? step.ms : []));
    expect(sleeps.reduce((sum, each) => sum + each, 0)).toBe(ms);
    expect(steps[2]).toMatchObject({ kind: 'progress', done: 1000, total: ms, unit: 'ms' });
    expect(end?.changed).toBe(false);
  });

  it('goes on after a yes', () => {
    const answer = { isYes: true, how: 'answered yes' };
    const { end, steps } = drive(pause, { confirm: 'Go on?' }, [{ step: 'confirm', answer }]);
    expect(end).toEqual({ changed: false, message: 'answered yes' });
    expect(steps).toContainEqual({ kind: 'confirm', question: 'Go on?' });
  });

  it('fails after a no', () => {
    const answer = { isYes: false, how: 'answered no' };
    const { failure } = drive(pause, { confirm: 'Go on?' }, [{ step: 'confirm', answer }]);
    expect(failure?.reason).toBe('answered_no');
  });

  it.each([
    [{}, 'does not say for what'],
    [{ time: 1, confirm: 'x' }, 'one of them only'],
  ])('%j is refused', (args, words) => {
    expect(pause.lacks?.(args)?.message).toContain(words);
  });

  it('says in the plan what it waits for', () => {
    expect(pause.describe('90s')).toBe('wait 1m30s');
    expect(pause.describe({ confirm: 'Go on?' })).toBe('ask a person: Go on?');
    expect(pause.asksPerson?.({ confirm: 'Go on?' })).toBe(true);
    expect(pause.asksPerson?.({ confirm: '{{results.version.stdout}}' })).toBe(true);
    expect(pause.asksPerson?.('90s')).toBe(false);
  });
});
