import { describe, expect, it } from 'vitest';
import { type Comparison, compareRuns } from '../../../src/report/compare/compare-runs.ts';
import { comparisonLines } from '../../../src/report/compare/comparison-lines.ts';
import { RunStory } from '../../../src/report/story/run-story.ts';
import { unicodeSymbols } from '../../../src/report/text/symbols.ts';
import type { ReadWhole } from '../../../src/report/whole-output.ts';
import type { TaskResult } from '../../../src/result/task-result.ts';
import { names, Story, text } from '../events.ts';
import { allOk, failsHere, failures, hostile } from '../stories.ts';

function told(story: Story, { readWhole = (() => undefined) as ReadWhole, isGoingOn = false } = {}) {
  const told = new RunStory({ isGoingOn });
  for (const event of story.events) told.onEvent(event);
  return { story: told, readWhole };
}

function lines(comparison: Comparison, { columns = 80, showsSaid = true } = {}): string[] {
  const look = { columns, showsSaid, hasColor: false, symbols: unicodeSymbols };
  return comparisonLines(comparison, { ...look, localTime: (iso) => iso.slice(0, 16) });
}

const body = (comparison: Comparison, look = {}) => lines(comparison, look).slice(6);

/** One stage on hosts of which those that are not named come out ok. */
function oneStage(hosts: readonly string[], bad: Readonly<Record<string, Partial<TaskResult>>> = {}): Story {
  const story = new Story(hosts, [{ name: 'Install' }]).stage('1', hosts).start('1', ...hosts);
  for (const host of hosts) story.finish('1', host, bad[host] ?? {});
  const ok = hosts.length - Object.keys(bad).length;
  return story.endStage('1', ok, hosts.length).end(ok === hosts.length ? 0 : 1);
}

const failed = { outcome: 'failed', reason: 'exit_code', exitCode: 3, message: 'exit code 3' } as const;
const refused = { outcome: 'unreachable', reason: 'refused', message: 'it refuses' } as const;
const said = (stdout: string, stderr = '') => ({
  stdout: text(stdout, 'out'),
  ...(stderr !== '' && { stderr: text(stderr, 'err') }),
});

describe('two runs', () => {
  it('are told apart, with the hosts that came out otherwise and why', () => {
    const before = told(oneStage(['m1', 'm2', 'm3', 'm4', 'gone'], { m2: failed, m4: failed }));
    const now = told(oneStage(['m1', 'm2', 'm3', 'm4', 'n1'], { m3: refused, m4: refused, n1: failed }));
    expect(lines(compareRuns(before, now))).toEqual([
      'Roll out the agent',
      'before  20261124-120405-k3f9, 2026-11-24T12:04',
      '        ✖ 3 of 5 hosts ok (60 %) · 2 failed · 0.0s',
      'now     20261124-120405-k3f9, 2026-11-24T12:04',
      '        ✖ 2 of 5 hosts ok (40 %) · 1 failed · 2 unreachable · 0.0s',
      '',
      '✖ 1 host is worse than before: m3',
      '  ⊘ m3 unreachable in Install · refused',
      '      it refuses',
      '',
      '▲ 1 host is still not ok: m4',
      '  ⊘ m4 unreachable in Install · refused',
      '      it refuses',
      '',
      '✔ 1 host is ok now: m2',
      '',
      '· 1 host is new: n1',
      '  ✖ n1 failed in Install · exit_code',
      '      exit code 3',
      '',
      '· 1 host is not in it any more: gone',
      '',
      '✖ 1 worse · 1 still not ok · 1 ok now · 1 new · 1 gone · 1 ok as before',
    ]);
  });

  it('that came out alike have one line for that', () => {
    expect(body(compareRuns(told(allOk()), told(allOk())))).toEqual(['✔ 4 ok as before']);
  });

  it('name hosts in ranges, on lines that fit', () => {
    const hosts = names('edge-', 300);
    const bad = Object.fromEntries(hosts.filter((_, at) => at % 7 === 0).map((host) => [host, refused]));
    const found = lines(compareRuns(told(oneStage(hosts)), told(oneStage(hosts, bad))), { columns: 60 });
    const start = found.indexOf('✖ 43 hosts are worse than before:');
    expect(found[start + 1]).toMatch(/^ {2}edge-\[1,8,15,22,/);
    expect(Math.max(...found.map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it('leave out what does not count: a stage that goes on in spite of a failure', () => {
    const tolerant = (result: Partial<TaskResult>) => {
      const stages = [{ name: 'Maybe', continueOnError: true }, { name: 'Install' }];
      const story = new Story(['m1'], stages).stage('1', ['m1']).start('1', 'm1').finish('1', 'm1', failed);
      story.endStage('1', 0, 1).stage('2', ['m1']).start('2', 'm1').finish('2', 'm1', result);
      return told(story.endStage('2', 1, 1).end(0));
    };
    const found = body(compareRuns(tolerant({}), tolerant(refused)));
    expect(found.join('\n')).toContain('unreachable in Install');
    expect(found.join('\n')).not.toContain('Maybe');
  });

  it('may not be over yet', () => {
    const [before, now] = [told(allOk()), told(allOk(), { isGoingOn: true })];
    expect(body(compareRuns(before, now))).toEqual(['✔ 4 ok as before']);
    const begun = new Story(names('m', 2), [{ name: 'Install' }]).stage('1', ['m1', 'm2']).start('1', 'm1');
    expect(body(compareRuns(told(oneStage(['m1', 'm2'])), told(begun, { isGoingOn: true })))).toEqual([
      '● 2 hosts are not over yet: m[1-2]',
      '',
      '  1 Install  did not run to its end',
      '',
      '● 2 not over yet',
    ]);
    expect(lines(compareRuns(told(oneStage(['m1', 'm2'])), told(begun)))).toContain(
      '✖ 2 hosts are worse than before: m[1-2]',
    );
  });

  it('say why one was stopped, as the hosts that it did not come to cannot', () => {
    const found = lines(compareRuns(told(allOk()), told(failsHere())));
    expect(found.slice(5, 9)).toEqual([
      '        Stopped: stage 1 (Build) did not come out well on this machine; the',
      '        stage after it did not run',
      '',
      '✖ 4 hosts are worse than before: m[1-4]',
    ]);
  });

  it('may be of a playbook that was changed, or of two', () => {
    const other = allOk();
    const [start] = other.events;
    if (start?.type !== 'run-started') throw new Error('a story begins with its run');
    const of = (playbook: Partial<typeof start.playbook>) => {
      const events = [{ ...start, playbook: { ...start.playbook, ...playbook } }, ...other.events.slice(1)];
      return told(Object.assign(allOk(), { events }));
    };
    const note = (playbook: Partial<typeof start.playbook>) =>
      lines(compareRuns(of(playbook), told(allOk())))[5];
    expect(note({})).toBe('');
    expect(note({ sha256: 'f'.repeat(64) })).toBe('The playbook was changed between the two.');
    expect(note({ sha256: 'f'.repeat(64), path: 'db.yml', name: 'Move the database' })).toBe(
      'The two ran different playbooks; the one before: Move the database',
    );
  });
});

describe('their stages', () => {
  it('are the same by kind and name, all waves of one together', () => {
    const waves = (sizes: readonly string[][], tookMs: number) => {
      const wave = (number: number) => ({ rollout: '2', number, of: sizes.length });
      const stages = sizes.flatMap((_, at) => [
        { id: `2.${at + 1}.1`, name: `wave ${at + 1}/${sizes.length}: Swap`, wave: wave(at + 1) },
        { id: `2.${at + 1}.2`, name: `wave ${at + 1}/${sizes.length}: Swap`, wave: wave(at + 1) },
      ]);
      const story = new Story(sizes.flat(), [{ name: 'Ship', kind: 'transfer' }, ...stages]);
      for (const [at, hosts] of sizes.entries()) {
        for (const number of [1, 2]) {
          const id = `2.${at + 1}.${number}`;
          story.stage(id, hosts).start(id, ...hosts);
          for (const host of hosts) story.finish(id, host, said(`${number}: ${host} of ${sizes.length}\n`));
          story.endStage(id, hosts.length, hosts.length, number === 1 ? tookMs : 100);
        }
      }
      return told(story.end(0));
    };
    const comparison = compareRuns(waves([['a'], ['b'], ['c']], 1000), waves([['a'], ['b', 'c']], 4000));
    expect(comparison.stages.map(({ name, before, now }) => [name, before?.tookMs, now?.tookMs])).toEqual([
      ['Ship', undefined, undefined],
      ['Swap', 3000, 8000],
      ['Swap', 300, 200],
    ]);
    expect(body(comparison)).toEqual([
      '  2.1.1 Swap  slower: 3.0s before, 8.0s now',
      '',
      '3 hosts said something else in 2.1.1 Swap',
      ...['a', 'b', 'c'].flatMap((host) => [
        `  ${host}`,
        '    @@ -1,1 +1,1 @@',
        `    -1: ${host} of 3`,
        `    +1: ${host} of 2`,
      ]),
      '3 hosts said something else in 2.1.2 Swap',
      ...['a', 'b', 'c'].flatMap((host) => [
        `  ${host}`,
        '    @@ -1,1 +1,1 @@',
        `    -2: ${host} of 3`,
        `    +2: ${host} of 2`,
      ]),
      '',
      '✔ 3 ok as before',
    ]);
  });

  it('are paired by their number where the playbook is the same, whichever a limit left out', () => {
    const run = (ids: readonly string[], sha256?: string) => {
      const stages = ids.map((id) => ({ id, name: 'Restart' }));
      const story = new Story(['a'], stages);
      for (const id of ids) story.stage(id, ['a']).start(id, 'a').finish(id, 'a').endStage(id, 1, 1, 100);
      const [start, ...rest] = story.end(0).events;
      if (start?.type !== 'run-started') throw new Error('a story begins with its run');
      const playbook = { ...start.playbook, ...(sha256 && { sha256 }) };
      return told(Object.assign(new Story([], []), { events: [{ ...start, playbook }, ...rest] }));
    };
    const pairs = (...[before, now]: Parameters<typeof compareRuns>) =>
      compareRuns(before, now).stages.map((stage) => [stage.before?.id, stage.now?.id]);
    expect(pairs(run(['1', '2']), run(['2']))).toEqual([
      ['2', '2'],
      ['1', undefined],
    ]);
    expect(pairs(run(['1', '2']), run(['2'], 'f'.repeat(64)))).toEqual([
      ['1', '2'],
      ['2', undefined],
    ]);
  });

  it('are told by how far they came, and a repair that was not needed is no change', () => {
    const stages = [
      { id: '1.1.1', name: 'wave 1/2: Swap', wave: { rollout: '1', number: 1, of: 2 } },
      { id: '1.1.2', name: 'wave 1/2: Undo', wave: { rollout: '1', number: 1, of: 2 }, isOnFailure: true },
      { id: '1.2.1', name: 'wave 2/2: Swap', wave: { rollout: '1', number: 2, of: 2 } },
      { id: '1.2.2', name: 'wave 2/2: Undo', wave: { rollout: '1', number: 2, of: 2 }, isOnFailure: true },
      { id: '2', name: 'Report' },
    ] as const;
    const run = (...ids: readonly string[]) => {
      const story = new Story(['a'], stages);
      for (const id of ids) story.stage(id, ['a']).start(id, 'a').finish(id, 'a').endStage(id, 1, 1, 1000);
      return told(story.end(0));
    };
    const stopped = run('1.1.1', '1.1.2');
    const good = run('1.1.1', '1.2.1', '2');
    const rows = (...runs: Parameters<typeof compareRuns>) =>
      body(compareRuns(...runs)).filter((line) => /^ {2} *\d/.test(line));
    expect(rows(stopped, good)).toEqual([
      '  1.1.1 Swap    did not come to its end before',
      '      2 Report  did not run before',
    ]);
    expect(rows(good, stopped)).toEqual([
      '  1.1.1 Swap    did not run to its end',
      '      2 Report  did not run',
    ]);
  });

  it('are told where only one run has them, or has come to them', () => {
    expect(body(compareRuns(told(allOk()), told(failures()))).filter((line) => /^ {2}\d/.test(line))).toEqual(
      [
        '  1 Ship the installer      slower: 1.2s before, 30s now',
        '  2 Install on managers     a new stage',
        '  3 assert success-rate 95  a new stage',
        '  4 Clean up                a new stage',
      ],
    );
    expect(body(compareRuns(told(failures()), told(allOk()))).filter((line) => /^ {2}\d/.test(line))[1]).toBe(
      '  2 Install on managers     not in it any more',
    );
  });
});

describe('what hosts said', () => {
  const run = (outputs: Readonly<Record<string, Partial<TaskResult>>>, readWhole?: ReadWhole) =>
    told(oneStage(Object.keys(outputs), outputs), { ...(readWhole && { readWhole }) });

  it('is laid beside each other, the same difference once, stderr marked', () => {
    const before = run({ m1: said('a\nb\n'), m2: said('a\nb\n'), m3: said('a\n'), m4: said('', 'old\n') });
    const now = run({ m1: said('a\nc\n'), m2: said('a\nc\n'), m3: said('a\n'), m4: said('', 'new\n') });
    expect(body(compareRuns(before, now))).toEqual([
      '3 hosts said something else in 1 Install',
      '  m[1-2] (2 hosts)',
      '    @@ -1,2 +1,2 @@',
      '     a',
      '    -b',
      '    +c',
      '  m4',
      '    stderr: @@ -1,1 +1,1 @@',
      '    stderr: -old',
      '    stderr: +new',
      '',
      '✔ 4 ok as before',
    ]);
    expect(body(compareRuns(before, now), { showsSaid: false }).slice(0, 2)).toEqual([
      '3 hosts said something else in 1 Install',
      '  --diff shows what',
    ]);
  });

  it('is only counted where nobody asks for the lines, and not laid beside each other where all of it is another', () => {
    const other = (from: number) => said(Array.from({ length: 20_000 }, (_, at) => from + at).join('\n'));
    const [before, now] = [
      run({ m1: other(0), m2: said('a\n') }),
      run({ m1: other(30_000), m2: said('b\n') }),
    ];
    const counted = compareRuns(before, now, { withLines: false });
    expect(counted.stages[0]?.said).toEqual([{ hosts: ['m1', 'm2'] }]);
    expect(body(counted, { showsSaid: false })[0]).toBe('2 hosts said something else in 1 Install');
    const [first, second] = compareRuns(before, now).stages[0]?.said ?? [];
    expect([first, second?.hosts]).toEqual([{ hosts: ['m1'] }, ['m2']]);
  });

  it('is not compared where nobody knows all of it', () => {
    const [before, now] = [said('a\nb\n'), { stdout: { ...text('a\n', 'out'), isCut: true } }] as const;
    expect(compareRuns(run({ m1: before }), run({ m1: now })).stages[0]?.said).toEqual([]);
  });

  it('is told with the failure where a host is not ok', () => {
    const before = run({ m1: said('a\n') });
    const now = run({ m1: { ...failed, ...said('b\n') } });
    expect(compareRuns(before, now).stages[0]?.said).toEqual([]);
  });

  it('does nothing to the terminal', () => {
    const found = body(compareRuns(run({ m1: said('a\n') }), run({ m1: said(hostile) }))).join('\n');
    expect(found).toContain('+red and ^[[2J^[[Hgone');
    expect(found).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
  });

  it('is read whole where it is long, and told to differ where it cannot be', () => {
    const long = (from: string) => ({ stdout: { tail: 'end\n', bytes: 20_000, file: from } });
    const files: Record<string, string> = { one: 'head 1\nend\n', two: 'head 2\nend\n' };
    const read: ReadWhole = (file) => files[file];
    expect(
      body(compareRuns(run({ m1: long('one') }, read), run({ m1: long('two') }, read))).slice(1, 5),
    ).toEqual(['  m1', '    @@ -1,2 +1,2 @@', '    -head 1', '    +head 2']);
    expect(compareRuns(run({ m1: long('one') }), run({ m1: long('two') })).stages[0]?.said).toEqual([]);
    const digest = (of: string, sha256: string) => ({ stdout: { ...long(of).stdout, sha256 } });
    const [one, two] = [run({ m1: digest('one', 'aa') }), run({ m1: digest('two', 'bb') })];
    expect(compareRuns(one, two).stages[0]?.said).toEqual([{ hosts: ['m1'] }]);
    const resumed = run({ m1: long('one') }, read);
    const known = run({ m1: digest('one', 'aa') }, read);
    expect(compareRuns(resumed, known, { withLines: false }).stages[0]?.said).toEqual([]);
    files.two = 'x'.repeat(300_000);
    expect(
      body(compareRuns(run({ m1: long('one') }, read), run({ m1: long('two') }, read))).slice(0, 3),
    ).toEqual([
      '1 host said something else in 1 Install',
      '  m1',
      '    too long, too different, or no text: not shown line by line',
    ]);
  });
});
