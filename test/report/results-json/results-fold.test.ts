import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { type Results, resultsSchema } from '../../../src/report/results-json/results.ts';
import { resultsFold } from '../../../src/report/results-json/results-fold.ts';
import { names, Story } from '../events.ts';
import { allOk, failures, fiveThousand, inTheMiddle } from '../stories.ts';

function resultsOf(story: Story): Results {
  const fold = resultsFold();
  for (const event of story.events) fold.onEvent(event);
  const results = fold.results();
  if (results === undefined) throw new Error('the story has no beginning');
  return results;
}

describe('results.json', () => {
  it('has the shape that the old jq lines read', () => {
    const results = resultsOf(failures());
    expect(results.success_rate).toBe(50);
    expect([results.total_devices, results.successful, results.failed]).toEqual([4, 2, 2]);
    // .devices[] | select(.status != "success") | .ip
    expect(results.devices.filter(({ status }) => status !== 'success').map(({ ip }) => ip)).toEqual([
      '10.0.0.2',
      '10.0.0.3',
    ]);
    expect(results.timestamp).toMatch(/^2026-11-24T12:04:/);
  });

  it('says of each host what the last stage on it said, and why', () => {
    const [m1, , m3, m4] = resultsOf(failures()).devices;
    expect(m1).toMatchObject({ host: 'm1', outcome: 'ok', exit_code: 0, output: 'done\n', error: '' });
    expect(m3).toMatchObject({ outcome: 'failed', exit_code: 100, duration_seconds: 10.9 });
    expect(m3?.error).toMatch(/^the command ended with exit code 100\n\x1b\[31mred/);
    expect(m4).toMatchObject({ outcome: 'unreachable', exit_code: null });
    expect(m4?.error).toBe('m4 did not answer on port 22 within 30 s: is it switched on?');
    expect(m4?.stages.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['unreachable', 'connect_timeout'],
      ['skipped', 'host_failed_before'],
    ]);
  });

  it('says which stages held, which did not, and which were never run', () => {
    const results = resultsOf(failures());
    expect(results.stages.map(({ status, success_rate }) => [status, success_rate])).toEqual([
      ['bad', 75],
      ['bad', 50],
      ['bad', 0],
      ['not_run', 0],
    ]);
    expect(results).toMatchObject({ exit_code: 1, stopped: 'assert success-rate 95 does not hold' });
  });

  it.each([
    [0, true, 100],
    [1, false, 0],
  ] as const)('has no rate of no hosts that speaks against exit code %d', (code, isGood, rate) => {
    const story = new Story([], [{ kind: 'local' }]).stage('1', []).verdict('1', isGood, 'make');
    const { success_rate, stages } = resultsOf(story.end(code));
    expect([success_rate, ...stages.map((stage) => stage.success_rate)]).toEqual([rate, rate]);
  });

  it('counts a host that had nothing to do as a success, and one that the run never came to as none', () => {
    const story = new Story(names('m', 3), [{}]).stage('1', ['m1', 'm2']).start('1', 'm1').finish('1', 'm1');
    story.finish('1', 'm2', { outcome: 'skipped', ran: 'no', reason: 'when_is_false' }).endStage('1', 1, 1);
    const results = resultsOf(story.end(1, 'stopped'));
    expect(results.devices.map(({ outcome, status }) => [outcome, status])).toEqual([
      ['ok', 'success'],
      ['skipped', 'success'],
      ['skipped', 'failed'],
    ]);
    expect(results.success_rate).toBe(66.66);
  });

  it('is what its schema promises, also for a run that was cut off', () => {
    const validate = new Ajv({ strict: false }).compile(resultsSchema);
    for (const story of [allOk(), failures(), inTheMiddle(), fiveThousand()]) {
      const isValid = validate(JSON.parse(JSON.stringify(resultsOf(story))));
      expect(validate.errors).toBeNull();
      expect(isValid).toBe(true);
    }
    expect(resultsOf(inTheMiddle())).toMatchObject({
      exit_code: null,
      stages: [{}, { status: 'not_finished' }, {}],
    });
  });
});
