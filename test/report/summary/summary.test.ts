import { describe, expect, it } from 'vitest';
import { summary } from '../../../src/report/summary/summary.ts';
import { unicodeSymbols } from '../../../src/report/text/symbols.ts';
import { names, resultOf, Story, text } from '../events.ts';
import { fleetAfter } from '../fleet-after.ts';
import { allOk, failures, fiveThousand } from '../stories.ts';

function told(story: Story, columns: number): string {
  return `\n${summary(fleetAfter(story), { columns, hasColor: false, symbols: unicodeSymbols }).join('\n')}\n`;
}

describe('the summary', () => {
  it('is short when all is well', () => {
    expect(told(allOk(), 80)).toMatchInlineSnapshot(`
      "
      Roll out the agent
      ✔ 1 Ship the installer    1.2s  4/4 ok

      Logs: /runs/20261124-120405-k3f9
      ✔ 4 of 4 hosts ok (100 %) · 1.2s
      "
    `);
  });

  it('tells each kind of failure once, with its sentence, its last words and its log', () => {
    expect(told(failures(), 80)).toMatchInlineSnapshot(`
      "
      Roll out the agent
      ✖ 1 Ship the installer         30s  3/4 ok · 1 unreachable
      ✖ 2 Install on managers        11s  2/4 ok · 1 failed · 1 left out
      ✖ 3 assert success-rate 95          2 of 4 hosts are ok (50 %), 95 % asked
      – 4 Clean up                        not run

      ⊘ m4 unreachable in Ship the installer · connect_timeout
          m4 did not answer on port 22 within 30 s: is it switched on?

      ✖ m3 failed in Install on managers · exit_code
          the command ended with exit code 100
          m3 | red and ^[[2J^[[Hgone
          m3 | 12:04:05 [1/1 Ship] m9 ok 0.1s^Mback <U+202E>right<U+202C> M-^[2J
          all of it: hosts/m3/2.err

      Stopped: assert success-rate 95 does not hold
      Logs: /runs/20261124-120405-k3f9
      ✖ 2 of 4 hosts ok (50 %) · 1 failed · 1 unreachable · 41s
      "
    `);
  });

  it('tells on how many hosts something was changed, where there is room for it', () => {
    const hosts = ['m1', 'm2', 'm3', 'm4'];
    const story = new Story(hosts, [{ name: 'Ship the installer' }]).stage('1', hosts).start('1', ...hosts);
    story.finish('1', 'm1', { changed: true }).finish('1', 'm2', { changed: false }).finish('1', 'm3');
    story.finish('1', 'm4', { outcome: 'failed', changed: true }).endStage('1', 3, 4).end(1);
    const line = (columns: number) => told(story, columns).split('\n').slice(2, 4);
    expect(line(80)[0]).toBe('✖ 1 Ship the installer    3.2s  3/4 ok · 1 failed · 1 changed');
    expect(line(60)[0]).toBe('✖ 1 Ship the installer    3.2s  3/4 ok · 1 failed');
    expect(line(40)[0]).toBe('✖ 1 Ship the instal…  3/4 ok · 1 failed');
    expect(line(36)).toEqual(['✖ 1 Ship the installer', '    3/4 ok · 1 failed · 1 changed']);
  });

  it('cuts no name that the counts leave room for, and keeps every time under the others', () => {
    const hosts = ['m1', 'm2'];
    const long = 'Ship the installer to the managers';
    const story = new Story(hosts, [{ name: long }, { name: 'Reboot' }, { kind: 'assert', name: 'Enough' }]);
    for (const stage of ['1', '2']) {
      story.stage(stage, hosts).start(stage, ...hosts);
      for (const host of hosts) story.finish(stage, host, { outcome: host === 'm1' ? 'unreachable' : 'ok' });
      story.endStage(stage, 1, 2);
    }
    story
      .stage('3', [])
      .verdict('3', false, `${'very '.repeat(9)}few are ok`)
      .end(1);
    const lines = (columns: number) => told(story, columns).split('\n').slice(2, 6);
    expect(lines(80)).toEqual([
      '✖ 1 Ship the installer to the managers    3.2s  1/2 ok · 1 unreachable',
      '✖ 2 Reboot                                3.2s  1/2 ok · 1 unreachable',
      '✖ 3 Enough',
      `    ${'very '.repeat(9)}few are ok`,
    ]);
    expect(lines(60)[0]).toBe('✖ 1 Ship the installer to t…    3.2s  1/2 ok · 1 unreachable');
  });

  it('keeps the time of a stage under the others where what it came to has a line of its own', () => {
    const story = new Story(['m1'], [{ name: 'Ship the installer' }, { name: 'Wait', hostCount: 0 }]);
    story.stage('1', ['m1']).start('1', 'm1').finish('1', 'm1').endStage('1', 1, 1);
    story.stage('2', []).after(2000).verdict('2', true, 'waited '.repeat(9).trimEnd(), 2000).end(0);
    expect(told(story, 64).split('\n').slice(2, 5)).toEqual([
      '✔ 1 Ship the installer    3.2s  1/1 ok',
      '✔ 2 Wait                  2.0s',
      '    waited waited waited waited waited waited waited waited',
    ]);
  });

  it('has room for a long name of a stage on a wide terminal', () => {
    const name = 'Bring the configuration of the monitoring to the hosts in Frankfurt';
    const story = new Story(['m1'], [{ name }]).stage('1', ['m1']).start('1', 'm1').finish('1', 'm1');
    expect(told(story.endStage('1', 1, 1).end(0), 120)).toContain(`✔ 1 ${name}    3.2s  1/1 ok\n`);
  });

  it('says once that something was cancelled', () => {
    const story = new Story(['m1'], [{ name: 'Install' }]).stage('1', ['m1']).start('1', 'm1');
    story.finish('1', 'm1', { outcome: 'cancelled', reason: 'cancelled' }).endStage('1', 0, 1).end(130);
    expect(told(story, 80)).toContain('\n■ m1 cancelled in Install\n');
  });

  it('cuts no path, and tells the one line that a host said once', () => {
    const story = new Story(['m1'], [{ name: 'Install' }]).stage('1', ['m1']).start('1', 'm1');
    const message = 'the command ended with exit code 1: no room';
    const stderr = text('no room\n', `hosts/m1/${'long-'.repeat(12)}name.err`);
    story.finish('1', 'm1', { outcome: 'failed', message, stderr }).endStage('1', 0, 1).end(1);
    expect(told(story, 60)).toContain(`
✖ m1 failed in Install
    the command ended with exit code 1: no room
    all of it: hosts/m1/${'long-'.repeat(12)}name.err
`);
  });

  it.each([
    [0, '✔ done on this machine'],
    [1, '✖ failed on this machine'],
    [3, '? what became of it on this machine is not known'],
    [130, '✖ interrupted on this machine'],
  ] as const)('tells no rate of a run without hosts (exit code %d)', (code, words) => {
    const story = new Story([], [{ kind: 'local' }]).stage('1', []).verdict('1', code === 0, 'make');
    const last = told(story.end(code), 80).trimEnd().split('\n').at(-1);
    expect(last).toBe(`${words} · 0.0s`);
  });

  it('fits forty columns', () => {
    expect(told(failures(), 40)).toMatchInlineSnapshot(`
      "
      Roll out the agent
      ✖ 1 Ship the installer
          3/4 ok · 1 unreachable
      ✖ 2 Install on managers
          2/4 ok · 1 failed · 1 left out
      ✖ 3 assert success-rate 95
          2 of 4 hosts are ok (50 %), 95 %
          asked
      – 4 Clean up          not run

      ⊘ m4 unreachable in Ship the installer
          connect_timeout
          m4 did not answer on port 22 within
          30 s: is it switched on?

      ✖ m3 failed in Install on managers
          exit_code
          the command ended with exit code 100
          m3 | red and ^[[2J^[[Hgone
          m3 | 12:04:05 [1/1 Ship] m9 ok
          m3 | 0.1s^Mback
          m3 | <U+202E>right<U+202C> M-^[2J
          all of it: hosts/m3/2.err

      Stopped: assert success-rate 95 does not
      hold
      Logs: /runs/20261124-120405-k3f9
      ✖ 2 of 4 hosts ok (50 %) · 1 failed
        1 unreachable · 41s
      "
    `);
  });

  it('folds the hosts of a large fleet', () => {
    const story = fiveThousand().endStage('1', 1980, 5000, 64_000).end(1);
    expect(told(story, 80)).toMatchInlineSnapshot(`
      "
      Roll out the agent
      ✖ 1 Install   1m04s  1,980/5,000 ok · 20 unreachable

      ⊘ 20 hosts unreachable in Install · connect_timeout
          edge-8, edge-108, edge-208, edge-308, edge-408, edge-508 … +14 more
          for example: edge-8 did not answer on port 22 within 30 s: is it switched
          on?

      Logs: /runs/20261124-120405-k3f9
      ✖ 1,980 of 5,000 hosts ok (39.6 %) · 20 unreachable · 3,000 not run · 4.0s
      "
    `);
  });

  it('gives stages that judge, or run here, the sign of what the playbook tolerates', () => {
    const message = 'the command ended with exit code 4 and wrote nothing to stderr';
    const stages = [
      { name: 'Build', kind: 'local', hostCount: 0, continueOnError: true },
      { name: 'assert 95', kind: 'assert', continueOnError: true },
      { name: 'assert 90', kind: 'assert' },
    ];
    const result = resultOf({
      outcome: 'failed',
      reason: 'exit_code',
      message,
      stdout: text('one\ntwo\n', 'controller/1.out'),
      stderr: { tail: '', bytes: 0 },
    });
    const ended = { type: 'stage-ended', isGood: false, durationMs: 0 } as const;
    const story = new Story(['m1'], stages)
      .tell({ type: 'stage-started', stage: '1', hosts: [], doing: 'make' })
      .tell({ ...ended, stage: '1', stopsRun: false, verdict: message, result })
      .stage('2', [])
      .tell({ ...ended, stage: '2', stopsRun: false, verdict: 'no 95 %' })
      .stage('3', [])
      .tell({ ...ended, stage: '3', stopsRun: true, verdict: 'no 90 %' })
      .end(1);
    expect(told(story, 120)).toMatchInlineSnapshot(`
      "
      Roll out the agent
      ▲ 1 Build              the command ended with exit code 4 and wrote nothing to stderr · continue-on-error
      ▲ 2 assert 95          no 95 % · continue-on-error
      ✖ 3 assert 90          no 90 %

      ▲ this machine failed in Build · exit_code · continue-on-error
          this machine | one
          this machine | two
          all of it: controller/1.out

      Logs: /runs/20261124-120405-k3f9
      ✖ 0 of 1 hosts ok (0 %) · 1 not run · 0.0s
      "
    `);
  });

  it('of a run that goes on tells what has failed, and of when its newest event is', () => {
    const hosts = names('m', 5);
    const story = new Story(hosts, [{ name: 'Install' }, { name: 'Check', hostCount: 3 }])
      .stage('1', hosts)
      .start('1', ...hosts)
      .after(2000)
      .finish('1', 'm1')
      .finish('1', 'm2', { outcome: 'failed', reason: 'exit_code' })
      .finish('1', 'm3', { outcome: 'unknown', reason: 'link_lost' })
      .finish('1', 'm4', { outcome: 'unreachable', reason: 'refused' });
    const look = { columns: 100, hasColor: false, symbols: unicodeSymbols, isGoingOn: true };
    expect(summary(fleetAfter(story), look).at(-1)).toBe(
      '● 1 of 5 hosts ok so far · 1 failed · 1 unreachable · 1 unknown · last event after 2.0s',
    );
  });

  it.each([
    [
      'its address',
      (at: number) => `no route to 10.0.0.${at}`,
      /\n {4}for example: no route to 10\.0\.0\.0\n/,
    ],
    ['a longer word that its name is in', () => 'm1x is full', /\n {4}m1x is full\n/],
  ])('says of one host what holds only there: %s', (_, message, expected) => {
    const hosts = ['m1', 'm2'];
    const story = new Story(hosts, [{}]).stage('1', hosts);
    for (const [at, host] of hosts.entries())
      story.finish('1', host, { outcome: 'failed', reason: 'exit_code', message: message(at) });
    expect(told(story.endStage('1', 0, 2).end(1), 80)).toMatch(expected);
  });

  it.each([
    [13, 'and 1 more kind of failure, on 1 host: see the logs'],
    [14, 'and 2 more kinds of failure, on 1 host: see the logs'],
  ])('counts the hosts of what it does not tell once: %i kinds', (kinds, sentence) => {
    const stages = Array.from({ length: kinds }, () => ({ continueOnError: true }));
    const story = new Story(['m1'], stages);
    for (let id = 1; id <= kinds; id++)
      story
        .stage(String(id), ['m1'])
        .finish(String(id), 'm1', { outcome: 'failed' })
        .endStage(String(id), 0, 1);
    expect(told(story.end(0), 80)).toContain(`\n${sentence}\n`);
  });

  it('puts what is uncertain first, and what the playbook tolerates last', () => {
    const hosts = names('m', 4);
    const story = new Story(hosts, [{ name: 'Probe', continueOnError: true }, { name: 'Install' }]).stage(
      '1',
      hosts,
    );
    story.finish('1', 'm1', {
      outcome: 'failed',
      reason: 'exit_code',
      message: 'exit code 1',
      stderr: text('no\n'),
    });
    for (const host of ['m2', 'm3', 'm4']) story.finish('1', host);
    story.endStage('1', 3, 4).stage('2', hosts).finish('2', 'm1').finish('2', 'm2');
    story.finish('2', 'm3', { outcome: 'failed', reason: 'exit_code', message: 'exit code 2' });
    story.finish('2', 'm4', {
      outcome: 'unknown',
      reason: 'link_lost',
      message: 'm4 was lost: look at it by hand',
    });
    expect(told(story.endStage('2', 2, 4).end(3), 80)).toMatchInlineSnapshot(`
      "
      Roll out the agent
      ▲ 1 Probe      3.2s  3/4 ok · 1 failed · continue-on-error
      ✖ 2 Install    3.2s  2/4 ok · 1 failed · 1 unknown

      ? m4 unknown in Install · link_lost
          m4 was lost: look at it by hand

      ✖ m3 failed in Install · exit_code
          exit code 2

      ▲ m1 failed in Probe · exit_code · continue-on-error
          exit code 1
          m1 | no
          all of it: hosts/m7/2.err

      Logs: /runs/20261124-120405-k3f9
      ? 2 of 4 hosts ok (50 %) · 1 failed · 1 unknown · 0.0s
      "
    `);
  });
});
