import { describe, expect, it, test } from 'vitest';
import { compileCondition } from '../../src/condition/condition.ts';
import type { ConditionNames } from '../../src/condition/names.ts';
import { ProblemsError } from '../../src/document/problem.ts';
import { parseFacts } from '../../src/result/facts.ts';
import { registeredResult } from '../../src/result/registered-result.ts';
import { stageCounts } from '../../src/result/stage-counts.ts';
import type { TaskResult } from '../../src/result/task-result.ts';
import { at } from '../template/place.ts';

function result(more: Partial<TaskResult>): TaskResult {
  return { outcome: 'ok', ran: 'yes', attempts: 1, durationMs: 1000, ...more };
}

function fault(text: string, names: ConditionNames): string {
  try {
    compileCondition(text, at, names);
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    return error.problems
      .map(({ place, message, advice }) => `${place?.column}+${place?.length}: ${message} ${advice}`)
      .join('\n');
  }
  return '';
}

describe('a condition of an attempt', () => {
  const names: ConditionNames = { vars: { stage: 'string' }, results: [], hasFacts: true, hasResult: true };
  const text = 'os=debian\nos_version="12"\ncpus=4\nmemory_kb=1048576\naddress=192.0.2.7\n';
  const scope = {
    stage: 'test',
    vars: { stage: 'test' },
    result: registeredResult(result({ exitCode: 3, stdout: { tail: 'ready\n', bytes: 6 } })),
    facts: parseFacts(text),
  };

  test.each([
    "result.exit_code == 3 && result.stdout == 'ready' && result.ok && result.duration_seconds == 1",
    "facts.os == 'debian' && facts.os_version.startsWith('1') && facts.cpus * 2 == 8",
    "facts.memory_mb >= 1024 && '192.0.2.7' in facts.addresses && size(facts.addresses) == 1",
    "stage == 'test'",
  ])('%s holds', (condition) => {
    expect(compileCondition(condition, at, names).evaluate(scope)).toBe(true);
  });

  test.each([
    ['result.exitcode == 1', '8+8: `result.exitcode` does not exist. Did you mean `result.exit_code`?'],
    ["result.exit_code == '1'", "1+23: `result.exit_code == '1'` puts a whole number and a text"],
    ['facts.cpu > 1', '7+3: `facts.cpu` does not exist. Did you mean `facts.cpus`?'],
    ['facts.os == 5', 'a text and a whole number'],
  ])('%s is refused', (condition, words) => {
    expect(fault(condition, names)).toContain(words);
  });

  it('says whether it needs the run, the facts or the output', () => {
    const compiled = compileCondition('result.stdout == facts.os', at, names);
    expect(compiled).toMatchObject({ needsRun: true, usesFacts: true, usesOutput: true, resultNames: [] });
    const plain = compileCondition("stage == 'x'", at, names);
    expect(plain).toMatchObject({ needsRun: false, usesFacts: false, usesOutput: false });
  });
});

describe('a condition over the fleet', () => {
  const names: ConditionNames = {
    vars: { least: 'int' },
    results: [],
    hasFacts: false,
    judges: ['install', 'version'],
  };
  const out = (tail: string) => ({ stdout: { tail, bytes: tail.length } });
  const version = stageCounts(
    new Map([
      ['a', result(out('1.4\n'))],
      ['b', result({ ...out('1.4\n'), changed: true })],
      ['c', result({ outcome: 'failed', reason: 'exit_code', ...out('1.3\n') })],
      ['d', result({ outcome: 'skipped', reason: 'when_is_false' })],
      ['e', result({ outcome: 'skipped', reason: 'host_failed_before' })],
    ]),
  );
  const scope = { least: 2, vars: { least: 2 }, stage: version, stages: { install: version, version } };

  test.each([
    'stage.planned == 4 && stage.ok == 2 && stage.failed == 1 && stage.skipped == 1 && stage.changed == 1',
    'stage.rate == 50 && stage.rate >= 49.9 && stages.install.ok >= least',
    "stage.results.filter(r, r.ok).all(r, r.stdout == '1.4')",
    'stage.results[0].stdout == stages.version.results[1].stdout && stages.version.failed == 1',
    "stage.results.exists(r, r.host == 'c' && r.exit_code == -1 && r.duration_seconds == 1)",
  ])('%s holds', (condition) => {
    expect(compileCondition(condition, at, names).evaluate(scope)).toBe(true);
  });

  test.each([
    ['stage.okay > 1', '7+4: `stage.okay` does not exist. There are: planned, ok, failed'],
    ['stages.instal.ok > 1', '8+6: No stage before this one registers `instal`. Did you mean `install`?'],
    ['stages.install.faled == 0', 'Did you mean `stages.install.failed`?'],
    ["stage.results.all(r, r.stdot == '')", '24+5: `stdot` does not exist. Did you mean `stdout`?'],
    ['results.install.ok', '1+7: `results` is not defined. An assert judges stages, not one host'],
    ["host.name == 'a'", '1+4: `host` is not defined. An assert judges stages'],
    ['stage.ok', 'is a whole number, not true or false'],
  ])('%s is refused', (condition, words) => {
    expect(fault(condition, names)).toContain(words);
  });

  it('has a rate of 100 when nobody was planned, and compares fractions exactly', () => {
    expect(stageCounts(new Map()).rate).toBe(100);
    const many = new Map(
      Array.from({ length: 1000 }, (_, at) => [`h${at}`, result(at < 999 ? {} : { outcome: 'failed' })]),
    );
    const compiled = compileCondition('stage.rate == 99.9 && stage.rate >= 99.9', at, names);
    expect(compiled.evaluate({ stage: stageCounts(many) })).toBe(true);
  });
});
