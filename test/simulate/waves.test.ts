import { describe, expect, it } from 'vitest';
import { Desk } from '../cli/in-process.ts';
import { inventory, type Rehearsed, rehearsed } from './stage.ts';

const failing = (...hosts: string[]) =>
  `commands: [{ hosts: "${hosts.join(',')}", command: install, exit: { "1": 100% } }]`;

/** The stages of a rollout on the twenty workers, below settings of it. */
const rollout = (settings: string, stages: string) =>
  `  - { name: Workers, hosts: workers, rollout: ${settings}, stages: [${stages}] }`;

function verdict({ events }: Rehearsed, stage: string): string | undefined {
  const end = events.find((event) => event.type === 'stage-ended' && event.stage === stage);
  return end?.type === 'stage-ended' ? end.verdict : undefined;
}

function touchedStages({ events }: Rehearsed): string[] {
  return [...new Set(events.flatMap((event) => (event.type === 'task-ended' ? [event.stage] : [])))];
}

const stopped = ({ events }: Rehearsed) => {
  const end = events.at(-1);
  return end?.type === 'run-ended' ? end.stopped : undefined;
};

describe('a rollout', () => {
  it('comes to every host, wave after wave', async () => {
    const run = await rehearsed(rollout('{ waves: [1, 10%, 100%] }', '{ exec: install }, { exec: check }'));
    expect(run.code).toBe(0);
    expect(touchedStages(run)).toEqual(['1.1.1', '1.1.2', '1.2.1', '1.2.2', '1.3.1', '1.3.2']);
    expect(['1.1.1', '1.2.1', '1.3.1'].map((stage) => run.count('ok', stage))).toEqual([1, 1, 18]);
    expect(verdict(run, '1.3.3')).toBe('18 of 18 hosts are ok');
  });

  it('starts no further wave after one that failed, and no later stage', async () => {
    const stages = `${rollout('{ waves: [1, 10%, 100%] }', '{ exec: install }')}\n  - exec: later`;
    const run = await rehearsed(stages, failing('w2'));
    expect(run.code).toBe(1);
    expect(touchedStages(run)).toEqual(['1.1.1', '1.2.1']);
    expect(verdict(run, '1.2.2')).toBe('0 of 1 host is ok, and none may fail');
    expect(stopped(run)).toBe('wave 2 of 3 of Workers has failed; the 3 stages after it did not run');
  });

  it.each([
    ['10%', ['w1'], undefined],
    ['10%', ['w1', 'w11'], undefined],
    ['10%', ['w1', 'w2'], 'wave 1 of 2'],
    ['2', ['w11', 'w12'], undefined],
    ['2', ['w11', 'w12', 'w13'], 'wave 2 of 2'],
    ['100%', ['workers'], undefined],
  ])('of which %s of a wave may fail, with %j failing stops in %s', async (most, hosts, wave) => {
    const stages = rollout(`{ waves: [50%, 100%], max-failures: ${most} }`, '{ exec: install }');
    const run = await rehearsed(stages, failing(...hosts));
    expect(stopped(run)?.slice(0, 11)).toBe(wave);
  });

  it('counts a host of the wave that failed before the rollout', async () => {
    const run = await rehearsed(
      `  - exec: install\n${rollout('{ waves: [1, 100%] }', '{ exec: more }')}`,
      failing('w1'),
    );
    expect(verdict(run, '2.1.2')).toBe('0 of 1 host is ok, and none may fail');
    expect(run.count('ok', '2.2.1')).toBe(0);
  });

  it.each([
    ['is tolerated', '{ exec: install, continue-on-error: true }', '1 of 1 host is ok'],
    ['was not asked', `{ exec: install, when: "host.name != 'w1'" }`, '0 of 0 hosts are ok'],
    [
      'was repaired',
      `{ exec: install, register: r }, { exec: mend, when: "results.r.outcome == 'failed'" }`,
      '1 of 1 host is ok',
    ],
  ])('goes on where what failed %s', async (_, stages, first) => {
    const run = await rehearsed(rollout('{ waves: [1, 100%] }', stages), failing('w1'));
    expect(stopped(run)).toBeUndefined();
    expect(run.events.flatMap((event) => (event.type === 'stage-ended' && event.verdict) || [])[0]).toBe(
      first,
    );
    expect(run.count('ok', '1.2.1')).toBe(19);
  });

  it('lets asserts judge the wave, its stages, and all that has been so far', async () => {
    const asserts = [
      '{ assert: { success-rate: 80, of: wave } }',
      '{ assert: { that: stage.failed == 1 && stage.ok == 4 || stage.failed == 0, of: wave } }',
      '{ assert: { that: stages.r.planned == stages.r.ok + 1 } }',
    ].join(', ');
    const stages = `{ exec: install }, { exec: more, register: r }, ${asserts}`;
    const all = `${rollout('{ waves: [5, 10, 100%], max-failures: 1 }', stages)}\n  - assert: { success-rate: 95, of: r }`;
    const run = await rehearsed(all, failing('w1'));
    expect(run.code).toBe(1);
    expect(verdict(run, '1.1.3')).toBe('4 of 5 hosts are ok (80 %), 80 % asked');
    expect(verdict(run, '1.1.4')).toMatch(/^so: .* \(stage\.failed is 1, stage\.ok is 4\)/);
    expect(verdict(run, '1.2.5')).toMatch(/^so: .* is 10, stages\.r\.ok is 9\)/);
    expect(verdict(run, '1.3.5')).toMatch(/^so: .* is 20, stages\.r\.ok is 19\)/);
    expect(verdict(run, '2')).toBe('19 of 20 hosts are ok (95 %), 95 % asked');
  });

  it('does what it has for a wave that failed, on all hosts of that one and before it stops', async () => {
    const stages = `${rollout('{ waves: [1, 5, 100%] }', '{ exec: install }, { exec: more }').slice(0, -1)},
    on-failure: [{ exec: back }, { exec: rest }, { local: told }, { assert: { success-rate: 100, of: wave } }] }
  - exec: later`;
    const model = `commands:
  - { hosts: "w2", command: install, exit: { "1": 100% } }
  - { hosts: "w3", command: back, exit: { "1": 100% } }`;
    const run = await rehearsed(stages, model);
    expect(run.code).toBe(1);
    expect(touchedStages(run)).toEqual(['1.1.1', '1.1.2', '1.2.1', '1.2.2', '1.2.4', '1.2.5']);
    expect(stopped(run)).toBe('wave 2 of 3 of Workers has failed; the 4 stages after it did not run');
    expect(run.count('ok', '1.2.4')).toBe(3);
    expect(run.result('w2', '1.2.4')).toMatchObject({ outcome: 'ok' });
    expect(run.result('w3', '1.2.5')).toMatchObject({ reason: 'host_failed_before' });
    expect(verdict(run, '1.2.7')).toBe('3 of 4 hosts are ok (75 %), 100 % asked');
    const begun = run.events.find(({ type }) => type === 'run-started');
    expect(begun).toMatchObject({
      stages: expect.arrayContaining([expect.objectContaining({ id: '1.2.4', isOnFailure: true })]),
    });
    // Brought back for the repair alone: it stays failed, and nobody has come to `later`.
    const shown = await rehearsed(stages, model, ['--output', 'quiet']);
    expect(shown.stderr + shown.stdout).toContain(
      '✖ 0 of 23 hosts ok (0 %) · 2 failed · 3 cancelled · 18 not run',
    );
  });

  it('does it too where an assert between its stages ends the wave', async () => {
    const stages = '{ exec: install }, { assert: { success-rate: 100 } }, { exec: more }';
    const all = `${rollout('{ waves: [1, 100%] }', stages).slice(0, -1)}, on-failure: [{ exec: back }] }`;
    expect(touchedStages(await rehearsed(all, failing('w1')))).toEqual(['1.1.1', '1.1.5']);
  });

  it('does nothing of that where all is well', async () => {
    const all = `${rollout('{ waves: [1, 100%] }', '{ exec: install }').slice(0, -1)}, on-failure: [{ exec: back }] }`;
    const run = await rehearsed(all);
    expect(run.code).toBe(0);
    expect(touchedStages(run)).toEqual(['1.1.1', '1.2.1']);
    const { stderr, stdout } = await rehearsed(all, '{}', ['--output', 'quiet']);
    expect((stdout + stderr).match(/wave 1\/2: exec: back +only when the wave fails\n/g)).toHaveLength(1);
  });

  it('waits between two waves, and not behind the last', async () => {
    const run = await rehearsed(rollout('{ waves: [1, 2, 100%], pause: 20m }', '{ exec: install }'));
    const waits = run.events.flatMap((event) =>
      event.type === 'stage-ended' && event.durationMs >= 20 * 60_000 ? [event.stage] : [],
    );
    expect(waits).toEqual(['1.1.3', '1.2.3']);
    expect(run.events.at(-1)?.elapsedMs).toBeLessThan(41 * 60_000);
  });
});

describe('a test of a rollout', () => {
  async function tested(expectation: string) {
    using desk = new Desk({
      'play.yml': `hosts: workers\nstages:\n${rollout('{ waves: [1, 10%, 100%] }', '{ name: Install, exec: install }')}\n`,
      'inventory.yml': inventory,
      'a.test.yml': `playbook: play.yml
inventory: inventory.yml
cases:
  - { name: A case, model: { ${failing('w2')} }, expect: { ${expectation} } }
`,
    });
    return await desk.call(['simulate', '--test', 'a.test.yml']);
  }

  it.each([
    'stops-in: Workers',
    'stops-in: wave 2',
    'stops-in: "1.2"',
    'stops-in: "wave 2/3: enough are ok"',
    'touched: { max: 2 }',
  ])('names the wave that stops it: %s', async (expectation) => {
    expect((await tested(expectation)).stdout).toContain('1 case in 1 rehearsal: all of them hold');
  });

  it.each([
    ['stops-in: wave 1', 1, 'the run stops in 1.2.2 (wave 2/3: enough are ok), and not in "wave 1"'],
    ['stops-in: "1.1"', 1, 'and not in "1.1"'],
    ['stops-in: Workrs', 2, 'Did you mean Workers?'],
    ['stops-in: wave 4', 2, 'The playbook has no stage "wave 4"'],
    ['stages: { wave 2: { failed: 1 } }', 2, 'The playbook has no stage "wave 2"'],
  ])('does not hold, or is an error: %s', async (expectation, code, message) => {
    const end = await tested(expectation);
    expect(end.stdout + end.stderr).toContain(message);
    expect(end.code).toBe(code);
  });
});
