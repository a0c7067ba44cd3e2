import { readFileSync } from 'node:fs';
import { hostname, release } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fleet, goodPlan } from '../plan/fleet.ts';
import { type EngineOptions, runStages } from './engine.ts';

const inventory = fleet({ a: {}, b: {} });

/** Plans the stages for the hosts a and b and runs them here. */
function run(stages: string, options: EngineOptions = {}) {
  const plan = goodPlan(`hosts: all\nstages:\n${stages}`, { inventory });
  return runStages(plan.stages, options);
}

describe('failed-when', () => {
  it('takes the place of the exit code, in both directions', async () => {
    using done = await run(`
  - { exec: "echo fine; exit 1", failed-when: result.exit_code > 1, register: grep }
  - { exec: "echo FATAL", failed-when: "result.stdout.contains('FATAL')" }`);
    expect(done.result('1', 'a')).toMatchObject({ outcome: 'ok', exitCode: 1, ran: 'yes' });
    expect(done.result('1', 'a')).not.toHaveProperty('reason');
    expect(done.result('2', 'a')).toMatchObject({ outcome: 'failed', reason: 'failed_when', exitCode: 0 });
  });

  it('makes nothing of an attempt that did not come to its end', async () => {
    using done = await run(
      `
  - { exec: "sleep 30", timeout: 1, failed-when: "false" }
  - { exec: "true", hosts: b, failed-when: "false", retry: { delay: 0 } }`,
      { refuses: ['b'] },
    );
    expect(done.result('1', 'a')).toMatchObject({ outcome: 'failed', reason: 'timeout' });
    expect(done.result('1', 'b')).toMatchObject({ outcome: 'unreachable', reason: 'refused' });
  });

  it('is a failure itself when it asks for what is not there, and the output is kept', async () => {
    using done = await run(`  - { exec: echo x, failed-when: "result.stdout.split(',')[1] == 'y'" }`);
    expect(done.result('1', 'a')).toMatchObject({
      outcome: 'failed',
      ran: 'yes',
      reason: 'value_missing',
      stdout: { tail: 'x\n' },
    });
  });
});

describe('until', () => {
  it('tries again until it is true', async () => {
    using done = await run(
      `  - { exec: "echo x >> n; wc -l < n", until: "int(result.stdout) >= 3", retry: { attempts: 5, delay: 0 } }`,
    );
    expect(done.result('1', 'a')).toMatchObject({ outcome: 'ok', attempts: 3 });
    expect(done.events.filter((event) => event.type === 'attempt-ended')[0]).toMatchObject({
      result: { reason: 'until_not_met' },
    });
  });

  it('tries again where it cannot be computed yet: a command that has printed no number so far', async () => {
    using done = await run(
      `  - { exec: "echo x >> n; [ $(wc -l < n) -lt 3 ] || echo 3", until: "int(result.stdout) == 3", retry: { attempts: 5, delay: 0 } }
  - { exec: "true", until: "int(result.stdout) == 3", retry: { attempts: 2, delay: 0 } }`,
    );
    expect(done.result('1', 'a')).toMatchObject({ outcome: 'ok', attempts: 3 });
    expect(done.result('2', 'a')).toMatchObject({
      outcome: 'failed',
      reason: 'until_not_met',
      attempts: 2,
      message: expect.stringMatching(
        /^until did not come true in 2 attempts: .* is no number there, or empty/,
      ),
    });
  });

  it('fails when it never is, however well the command ended', async () => {
    using done = await run(
      `  - { exec: "true", until: result.stdout == 'up', retry: { attempts: 2, delay: 0 } }`,
    );
    expect(done.result('1', 'a')).toMatchObject({
      outcome: 'failed',
      reason: 'until_not_met',
      attempts: 2,
      message: "until did not come true in 2 attempts: result.stdout == 'up'",
    });
  });

  it('is tried as often as usual without retry, and its end counts as it is', async () => {
    using done = await run(`  - { exec: "echo x >> n; exit 4", until: result.exit_code == 4 }`);
    expect(done.result('1', 'a')).toMatchObject({ outcome: 'failed', reason: 'exit_code', attempts: 1 });
    expect(readFileSync(join(done.homeOf('a'), 'n'), 'utf8')).toBe('x\n');
  });
});

describe('changed-when', () => {
  it('says whether something changed, for the stages that follow', async () => {
    using done = await run(`
  - { exec: "echo already", changed-when: "!result.stdout.contains('already')", register: first }
  - { exec: "true", when: results.first.changed }`);
    expect(done.result('1', 'a')).toMatchObject({ outcome: 'ok', changed: false });
    expect(done.result('2', 'a')).toMatchObject({ outcome: 'skipped', reason: 'when_is_false' });
    const starts = done.journal.filter(({ type }) => type === 'stage-started');
    expect(starts[0]).not.toHaveProperty('whenFalse');
    expect(starts[1]).toMatchObject({ leftOut: 2, whenFalse: 2 });
  });
});

describe('the checks of exec', () => {
  it('spare a host its command, which is ok and unchanged then', async () => {
    using done = await run(`
  - { exec: { command: "echo x >> made", creates: made }, hosts: a, failed-when: "true", continue-on-error: true }
  - { exec: { command: "echo x >> made", creates: made }, failed-when: result.exit_code != 0 }`);
    expect(done.result('1', 'a')).toMatchObject({ outcome: 'failed', reason: 'failed_when' });
    expect(done.result('2', 'a')).toMatchObject({ outcome: 'ok', ran: 'no', changed: false });
    expect(done.result('2', 'b')).toMatchObject({ outcome: 'ok', ran: 'yes', exitCode: 0 });
    expect(readFileSync(join(done.homeOf('a'), 'made'), 'utf8')).toBe('x\n');
  });

  it('says which command of a list failed', async () => {
    using done = await run(`  - exec: ["cd /", "[ $PWD = / ]", "exit 5", "echo never"]`);
    expect(done.result('1', 'a')).toMatchObject({
      exitCode: 5,
      message: 'command 3 of 4 (exit …) ended with exit code 5 and wrote nothing to stderr',
      stdout: { bytes: 0 },
    });
  });
});

describe('facts', () => {
  it('are gathered once a host, before the first stage that uses them, and stand in the journal', async () => {
    using done = await run(`
  - exec: "true"
  - exec: echo {{facts.kernel}}
  - { exec: "echo {{facts.hostname}}", when: facts.cpus >= 1 && facts.os != 'plan9' }
  - { exec: "true", when: facts.os == 'plan9' }`);
    expect(done.result('2', 'a')?.stdout?.tail).toBe(`${release()}\n`);
    expect(done.result('3', 'b')?.stdout?.tail).toBe(`${hostname()}\n`);
    expect(done.result('4', 'a')).toMatchObject({ reason: 'when_is_false', attempts: 0 });
    const gathered = done.journal.filter((event) => event.type === 'facts-gathered');
    expect(gathered.map(({ stage, host }) => `${stage} ${host}`).sort()).toEqual(['2 a', '2 b']);
    expect(gathered[0]?.facts).toMatchObject({
      kernel: release(),
      boot_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(done.connects).toHaveLength(2);
  });

  it('are not gathered when no stage uses them', async () => {
    using done = await run(`  - exec: "true"`);
    expect(done.journal.some((event) => event.type === 'facts-gathered')).toBe(false);
  });

  it('are asked of no host that the stage does not choose without them', async () => {
    using done = await run(`  - { exec: "echo {{facts.os}}", when: host.name == 'a' }`, { refuses: ['b'] });
    expect(done.result('1', 'a')).toMatchObject({ outcome: 'ok' });
    expect(done.result('1', 'b')).toMatchObject({ outcome: 'skipped', reason: 'when_is_false' });
    const started = done.journal.find(({ type }) => type === 'stage-started');
    expect(started).toMatchObject({ leftOut: 1, whenFalse: 1 });
    expect(started).not.toHaveProperty('undecided');
  });

  it('decide, where a condition looks at them, after the stage has begun, and that is told', async () => {
    using done = await run(`
  - { exec: "true", hosts: a, when: facts.os == 'plan9' }
  - { exec: "true", when: facts.os == 'plan9' }`);
    const started = done.journal.filter(({ type }) => type === 'stage-started');
    expect(started).toMatchObject([{ undecided: 1 }, { undecided: 1, leftOut: 1, whenFalse: 1 }]);
  });

  it('that cannot be had end the task of that host, with the reason and as many tries as the stage has', async () => {
    using done = await run(`  - { exec: "echo {{facts.os}}", when: facts.cpus > 0, retry: { delay: 0 } }`, {
      refuses: ['b'],
    });
    expect(done.result('1', 'a')).toMatchObject({ outcome: 'ok' });
    expect(done.result('1', 'b')).toMatchObject({
      outcome: 'unreachable',
      ran: 'no',
      reason: 'refused',
      attempts: 3,
      message: expect.stringContaining('the facts of b, which this stage uses, could not be gathered'),
    });
  });
});

describe('an assert with that', () => {
  const stages = (that: string) => `
  - { exec: "[ -e ok ] || { touch ok; exit 3; }", hosts: a, register: first, continue-on-error: true }
  - { exec: "echo 1.4", register: version }
  - assert: { that: "${that}", message: Look at the fleet. }
  - { exec: touch later, hosts: a }`;

  it('lets the run go on when it holds', async () => {
    using done = await run(
      stages('stages.first.failed == 1 && stage.results.all(r, r.stdout == stage.results[0].stdout)'),
    );
    const verdict = done.events.find((event) => event.type === 'stage-ended' && event.stage === '3');
    expect(verdict).toMatchObject({ isGood: true, stopsRun: false });
    expect(done.result('4', 'a')).toMatchObject({ outcome: 'ok' });
  });

  it('ends the run when it does not, and says what it saw', async () => {
    using done = await run(stages('stages.first.ok >= 1'));
    const verdict = done.events.find((event) => event.type === 'stage-ended' && event.stage === '3');
    expect(verdict).toMatchObject({
      isGood: false,
      stopsRun: true,
      verdict: 'Look at the fleet: not so: stages.first.ok >= 1 (stages.first.ok is 0)',
    });
    expect(done.result('4', 'a')).toBe(undefined);
  });

  it('does not hold when it asks for what is not there', async () => {
    using done = await run(stages("stage.results[7].stdout == '1.4'"));
    const verdict = done.events.find((event) => event.type === 'stage-ended' && event.stage === '3');
    expect(verdict).toMatchObject({ isGood: false, verdict: expect.stringContaining('does not have') });
  });
});
