import { describe, expect, it } from 'vitest';
import { goodPlan } from '../plan/fleet.ts';
import { runStages } from './engine.ts';

describe('an interrupt while a command on this machine ends', () => {
  it.each([
    ['well', 0, ''],
    ['with an exit code that is tolerated', 3, '\n    continue-on-error: true'],
  ])('%s keeps no resumed run from what follows', async (_how, exitCode, more) => {
    const { stages } = goodPlan(`hosts: m1\nstages:\n  - local: make${more}\n  - exec: touch later\n`);
    const abort = new AbortController();
    const runLocal = async () => {
      abort.abort();
      return { kind: 'exited', exitCode } as const;
    };
    using first = await runStages(stages, { signal: abort.signal, surroundings: { runLocal } });
    expect(first.events.at(-1)).toMatchObject({ stopped: expect.stringContaining('interrupted in stage 1') });
    using second = await runStages(stages, { resumes: first.directory });
    expect(second.result('2', 'm1')).toMatchObject({ outcome: 'ok' });
    const ended = second.journal.find((event) => event.type === 'stage-ended' && event.stage === '1');
    expect(ended).toMatchObject({ stopsRun: false });
  });
});
