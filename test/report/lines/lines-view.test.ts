import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cells } from '../../../src/document/cells.ts';
import { linesView } from '../../../src/report/lines/lines-view.ts';
import { quietView } from '../../../src/report/quiet/quiet-view.ts';
import type { View } from '../../../src/report/view.ts';
import { names, Story, text } from '../events.ts';
import { FakeClock, FakeTerminal } from '../fake-terminal.ts';
import { allOk, failsHere, failures } from '../stories.ts';

function play(story: Story, view: View): void {
  for (const event of story.events) view.onEvent(event);
}

describe('plain lines', () => {
  it('tell a run line by line', () => {
    const terminal = new FakeTerminal(Number.POSITIVE_INFINITY);
    play(allOk(), linesView(terminal, new FakeClock()));
    expect(`\n${terminal.written}`).toMatchInlineSnapshot(`
      "
      12:04:05 Roll out the agent: 1 stage, 4 hosts, run 20261124-120405-k3f9
      12:04:05 [1/1 Ship the installer] starts on 4 hosts
      12:04:06 [1/1 Ship the installer] m1 ok 1.2s
      12:04:06 [1/1 Ship the installer] m2 ok 1.2s
      12:04:06 [1/1 Ship the installer] m3 ok 1.2s
      12:04:06 [1/1 Ship the installer] m4 ok 1.2s
      12:04:06 [1/1 Ship the installer] done: 4/4 ok (100 %), 1.2s

      Roll out the agent
      ✔ 1 Ship the installer    1.2s  4/4 ok

      Logs: /runs/20261124-120405-k3f9
      ✔ 4 of 4 hosts ok (100 %) · 1.2s
      "
    `);
  });

  it('call a stage as the plan and --start-at do, where something was included or left out before it', () => {
    const terminal = new FakeTerminal(Number.POSITIVE_INFINITY);
    const story = new Story(
      ['m1'],
      [
        { id: '2.1', name: 'Included' },
        { id: '3', name: 'Last' },
      ],
    );
    for (const id of ['2.1', '3'])
      story.stage(id, ['m1']).start(id, 'm1').finish(id, 'm1').endStage(id, 1, 1);
    play(story.end(0), linesView(terminal, new FakeClock()));
    expect(terminal.written).toMatch(/\[2\.1 Included\] m1 ok.*\[3 Last\] m1 ok/s);
    expect(terminal.written).toMatch(/\n✔ 2\.1 Included .*\n✔ {3}3 Last /);
  });

  it('tell retries, failures with their last words, and why the run stopped', () => {
    const terminal = new FakeTerminal(Number.POSITIVE_INFINITY);
    play(failures(), linesView(terminal, new FakeClock()));
    expect(`\n${terminal.written}`).toMatchInlineSnapshot(`
      "
      12:04:05 Roll out the agent: 4 stages, 4 hosts, run 20261124-120405-k3f9
      12:04:05 [1/4 Ship the installer] starts on 4 hosts
      12:04:05 [1/4 Ship the installer] m1 ok 0.4s (unchanged)
      12:04:05 [1/4 Ship the installer] m2 ok 0.4s (unchanged)
      12:04:05 [1/4 Ship the installer] m3 ok 0.4s (unchanged)
      12:04:35 [1/4 Ship the installer] m4 unreachable 30s (connect_timeout): m4 did not answer on port 22 within 30 s: is it switched on?
      12:04:35 [1/4 Ship the installer] done: 3/4 ok (75 %), 1 unreachable, 30s
      12:04:35 [2/4 Install on managers] starts on 4 hosts
      12:04:37 [2/4 Install on managers] m2 attempt 1 unreachable, again in 5s: m2 refused the connection on port 22: is sshd running?
      12:04:37 [2/4 Install on managers] m1 ok 1.2s
      12:04:45 [2/4 Install on managers] m2 ok 11s (2 attempts)
      12:04:45 [2/4 Install on managers] m3 failed 11s (exit_code): the command ended with exit code 100
          m3 | red and ^[[2J^[[Hgone
          m3 | 12:04:05 [1/1 Ship] m9 ok 0.1s^Mback <U+202E>right<U+202C> M-^[2J
      12:04:45 [2/4 Install on managers] done: 2/4 ok (50 %), 1 failed, 1 left out, 11s
      12:04:45 [3/4 assert success-rate 95] does not hold: 2 of 4 hosts are ok (50 %), 95 % asked, the run stops here

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

  it('tell of a stage that failed on this machine what it said last, and where all of it lies', () => {
    const terminal = new FakeTerminal(Number.POSITIVE_INFINITY);
    play(failsHere(), linesView(terminal, new FakeClock()));
    expect(`\n${terminal.written}`).toMatchInlineSnapshot(`
      "
      12:04:05 Roll out the agent: 2 stages, 4 hosts, run 20261124-120405-k3f9
      12:04:05 [1/2 Build] starts on this machine: make (here)
      12:04:06 [1/2 Build] failed, 1.2s, the run stops here: the command ended with exit code 2: make: Error 2 (on this machine)
          this machine | no rule for agent
          this machine | make: Error 2

      Roll out the agent
      ✖ 1 Build      1.2s  the command ended with exit code 2: make: Error 2 (on this machine)
      – 2 Install          not run

      ✖ this machine failed in Build · exit_code
          this machine | no rule for agent
          this machine | make: Error 2
          all of it: controller/1-build.err

      Stopped: stage 1 (Build) did not come out well on this machine; the stage after it did not run
      Logs: /runs/20261124-120405-k3f9
      ✖ 0 of 4 hosts ok (0 %) · 4 not run · 1.2s
      "
    `);
  });

  it.each([
    [0, 'starts on 20 hosts, 10 at once'],
    [5, 'starts on 15 hosts, 10 at once, 5 left out'],
    [5, 'starts on 15 hosts, 10 at once, 3 left out, 2 not chosen by when', 2],
    [5, 'starts on 15 hosts, 10 at once, 5 not chosen by when', 5],
    [12, 'starts on 8 hosts, 12 left out'],
    [5, 'starts on up to 15 hosts, 10 at once, 5 left out', 0, 15],
    [5, 'starts on up to 15 hosts, 10 at once, 5 left out', 0, 1],
    [19, 'starts on 1 host, 19 left out'],
    [20, 'starts on no host, 20 left out'],
  ])(
    'say on how many hosts a stage starts where %i of 20 are left out: %s',
    (leftOut, sentence, whenFalse = 0, undecided = 0) => {
      const terminal = new FakeTerminal(Number.POSITIVE_INFINITY);
      const hosts = names('w', 20);
      play(
        new Story(hosts, [{ name: 'Go' }]).stage('1', hosts, { leftOut, whenFalse, undecided }),
        linesView(terminal, new FakeClock()),
      );
      expect(terminal.written).toContain(`[1/1 Go] ${sentence}\n`);
    },
  );

  it('are broken between words where they are long, and before no comma or colon', () => {
    const terminal = new FakeTerminal(60, 24, { hasColor: true });
    play(failures(), linesView(terminal, new FakeClock()));
    const plain = terminal.written.replaceAll(/\x1b\[\d*m/g, '').split('\n');
    expect(plain.filter((line) => /^ *[,:]/.test(line))).toEqual([]);
    const at = plain.findIndex((line) => line.includes('1 failed, 1 left'));
    expect(plain.slice(at - 1, at + 1).map((line) => line.trimEnd())).toEqual([
      '12:04:45 [2/4 Install on managers] done: 2/4 ok (50 %),',
      '    1 failed, 1 left out, 11s',
    ]);
    expect(terminal.written).toContain('\x1b[31m1 failed\x1b[0m,');
  });

  it('are ours alone: what a host says is indented behind its name', () => {
    const terminal = new FakeTerminal(Number.POSITIVE_INFINITY);
    play(failures(), linesView(terminal, new FakeClock()));
    const forged = terminal.written.split('\n').filter((line) => line.includes('m9 ok'));
    expect(forged.length).toBeGreaterThan(0);
    for (const line of forged) expect(line).toMatch(/^ {4}m3 \| /);
  });

  it('cannot be forged by words that are broken at the edge of a terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 60, max: 120 }), (said, columns) => {
        const terminal = new FakeTerminal(columns);
        const forged = `${said}\n${' '.repeat(columns)}12:04:06 [1/1 Ship] m2 ok 0.1s`;
        const story = new Story(['m1'], [{ name: 'Ship' }]).stage('1', ['m1']).start('1', 'm1');
        story.finish('1', 'm1', { outcome: 'failed', message: forged, stderr: text(forged) });
        play(story, linesView(terminal, new FakeClock()));
        const ours = terminal.written.split('\n').filter((line) => /^\S/.test(line));
        expect(ours).toHaveLength(3);
        for (const line of terminal.written.split('\n')) expect(cells(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it('say every 30 seconds whom they wait for', () => {
    const terminal = new FakeTerminal();
    const clock = new FakeClock();
    const hosts = names('w', 20);
    const story = new Story(hosts, [{ name: 'Reboot', concurrency: 20 }])
      .stage('1', hosts)
      .start('1', ...hosts);
    for (const host of hosts.filter((name) => !['w4', 'w7', 'w9'].includes(name))) story.finish('1', host);
    const view = linesView(terminal, clock);
    play(story, view);
    terminal.written = '';
    clock.pass(65_000);
    expect(terminal.written).toBe(
      '12:04:35 [1/1 Reboot] waiting for 3 of 20: w4, w7, w9\n12:05:05 [1/1 Reboot] waiting for 3 of 20: w4, w7, w9\n',
    );
    view.close();
    expect(clock.tickers).toBe(0);
  });
});

describe('the quiet view', () => {
  it('tells failures and the summary, nothing else', () => {
    const terminal = new FakeTerminal();
    const clock = new FakeClock();
    play(failures(), quietView(terminal, clock));
    const before = terminal.written.split('\n\n')[0] ?? '';
    expect(before.split('\n').filter((line) => /^\d/.test(line))).toHaveLength(2);
    expect(terminal.written).toContain('✖ 2 of 4 hosts ok (50 %)');
    expect(clock.tickers).toBe(0);
  });

  it('tells a failure of this machine when it comes, too', () => {
    const terminal = new FakeTerminal();
    play(failsHere(), quietView(terminal, new FakeClock()));
    expect(terminal.written).toMatch(
      /^12:04:06 \[1\/2 Build\] failed, 1\.2s, the run stops here: the command ended\n {4}with/,
    );
  });
});
