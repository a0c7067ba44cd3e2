import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type EngineOptions, runStages } from '../run/engine.ts';
import { goodPlan } from './fleet.ts';

async function run(yaml: string, options: EngineOptions = {}) {
  return runStages(goodPlan(yaml, { files: { 'play/tool.sh': 20 } }).stages, options);
}

describe('a plan that runs', () => {
  it('does on each host what was shown for it, with the results of earlier stages', async () => {
    using done = await run(`hosts: managers
stages:
  - { exec: "echo rack {{rack}}", register: rack }
  - exec: echo {{results.rack.stdout}} >found
  - { exec: touch also, when: "results.rack.stdout == 'rack a'" }
`);
    expect(readFileSync(join(done.homeOf('m1'), 'found'), 'utf8')).toBe('rack a\n');
    expect(readFileSync(join(done.homeOf('m2'), 'found'), 'utf8')).toBe('rack b\n');
    expect(done.result('3', 'm1')?.outcome).toBe('ok');
    expect(done.result('3', 'm2')?.reason).toBe('when_is_false');
  });

  it('stops where an assert does not hold', async () => {
    using done = await run(`hosts: managers
stages:
  - exec: test {{rack}} = a
  - assert: { success-rate: 100 }
  - exec: touch never
`);
    const verdict = done.events.find((event) => event.type === 'stage-ended' && event.stage === '2');
    expect(verdict).toMatchObject({
      isGood: false,
      stopsRun: true,
      verdict: '1 of 2 hosts are ok (50 %), 100 % asked',
    });
    expect(done.result('1', 'm2')?.message).toContain('ended with exit code 1');
  });

  it('waits for a check, and tells how long it took', async () => {
    using done = await run(`hosts: m1
stages:
  - exec: touch ready
  - wait-online: { timeout: 20s, interval: 0.1, check: test -e ready }
  - wait-online: { timeout: 2s, interval: 0.1, check: "echo not yet >&2; exit 7" }
`);
    expect(done.result('2', 'm1')).toMatchObject({ outcome: 'ok', changed: false });
    expect(done.result('3', 'm1')).toMatchObject({
      reason: 'check_failed',
      exitCode: 7,
      message: expect.stringContaining('exit code 7: not yet'),
    });
  });
});
