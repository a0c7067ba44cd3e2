import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cells } from '../../../src/document/cells.ts';
import { behindName } from '../../../src/report/live/behind-name.ts';
import { frame } from '../../../src/report/live/frame.ts';
import { summary } from '../../../src/report/summary/summary.ts';
import { asciiSymbols, unicodeSymbols } from '../../../src/report/text/symbols.ts';
import { names, Story } from '../events.ts';
import { fleetAfter } from '../fleet-after.ts';
import { failures, fiveThousand, inTheMiddle } from '../stories.ts';

function draw(story: Story, columns: number, rows = 24, symbols = unicodeSymbols): string {
  const look = { columns, rows, hasColor: false, symbols, nowMs: 5000 };
  return `\n${frame(fleetAfter(story), look).join('\n')}\n`;
}

describe('a frame of the live view', () => {
  it('shows what failed first, then what is tried again, then what runs longest', () => {
    expect(draw(inTheMiddle(), 80)).toMatchInlineSnapshot(`
      "
      Roll out the agent · 5s · run 20261124-120405-k3f9

      ✔ 1 Ship the installer    1.8s  8/8 ok
      ● 2 Install on workers  then Reboot

        ✖ w4  ━━━━━━━━━━━━━━━━   2.0s  failed: exit code 1
        ↻ w3  ────────────────     3s  attempt 2/3 in 3s: refused the connection on p…
        ● w1  ─────━━━────────     3s  running
        ● w5  ━━━━━━━─────────     2s  sending 45 %
        ● w6  ────────────────     2s  waiting 12s/5m
        · w7  ────────────────         queued
        · w8  ────────────────         queued
        ✔ w2  ━━━━━━━━━━━━━━━━   1.0s  ok

      ━━━━━━────────────────────  2/8  25 %  1 ok  1 failed  3s elapsed  about 1s left
      "
    `);
  });

  it('names what comes next: of a rollout only what its waves come to', () => {
    const wave = (number: number) => ({ rollout: '1', number, of: 2 });
    const repair = (number: number) => ({ wave: wave(number), isOnFailure: true }) as const;
    const story = new Story(
      ['w1'],
      [
        { name: 'Install', wave: wave(1) },
        { name: 'Roll back', ...repair(1) },
        { name: 'Tell', ...repair(1) },
        { name: 'Install the rest', wave: wave(2) },
        { name: 'Roll back the rest', ...repair(2) },
        { name: 'Later' },
      ],
    );
    const next = () => /^●.* then (.*)$/m.exec(draw(story, 120))?.[1];
    story.stage('1', ['w1']);
    expect(next()).toBe('Install the rest · Later');
    story.finish('1', 'w1').endStage('1', 1, 1).stage('2', ['w1']);
    expect(next()).toBe('Tell');
    expect(draw(story, 120)).not.toContain('Install the rest');
  });

  it('uses a wide terminal for the sentences', () => {
    expect(draw(inTheMiddle(), 200)).toMatchInlineSnapshot(`
      "
      Roll out the agent · 5s · run 20261124-120405-k3f9

      ✔ 1 Ship the installer    1.8s  8/8 ok
      ● 2 Install on workers  then Reboot

        ✖ w4  ━━━━━━━━━━━━━━━━━━━━━━━━   2.0s  failed: exit code 1
        ↻ w3  ────────────────────────     3s  attempt 2/3 in 3s: refused the connection on port 22: is sshd running?
        ● w1  ───────────━━━──────────     3s  running
        ● w5  ━━━━━━━━━━──────────────     2s  sending 45 %
        ● w6  ────────────────────────     2s  waiting 12s/5m
        · w7  ────────────────────────         queued
        · w8  ────────────────────────         queued
        ✔ w2  ━━━━━━━━━━━━━━━━━━━━━━━━   1.0s  ok

      ━━━━━━━━━━──────────────────────────────  2/8  25 %  1 ok  1 failed  3s elapsed  about 1s left
      "
    `);
  });

  it('fits forty columns', () => {
    expect(draw(inTheMiddle(), 40)).toMatchInlineSnapshot(`
      "
      Roll out the agent · 5s

      ✔ 1 Ship the instal…  8/8 ok
      ● 2 Install on work…  then Reboot

      ✖ w4  ━━━━   2.0s  failed: exit code 1
      ↻ w3  ────     3s  attempt 2/3 in 3s: r…
      ● w1  ─━━━     3s  running
      ● w5  ━───     2s  sending 45 %
      ● w6  ────     2s  waiting 12s/5m
      · w7  ────         queued
      · w8  ────         queued
      ✔ w2  ━━━━   1.0s  ok

      ━━────────  2/8  1 failed  about 1s left
      "
    `);
  });

  it('tells how long it goes on, however long its name is', () => {
    const story = new Story(['w1'], [{ name: 'Install' }]).stage('1', ['w1']);
    const [begun] = story.events;
    if (begun?.type !== 'run-started') throw new Error('it has begun');
    Object.assign(begun, { playbook: { ...begun.playbook, name: 'Roll out the agent to all sites' } });
    const head = (columns: number) => draw(story, columns).split('\n')[1];
    expect(head(80)).toBe('Roll out the agent to all sites · 5s · run 20261124-120405-k3f9');
    expect(head(50)).toBe('Roll out the agent to all sites · 5s');
    expect(head(30)).toBe('Roll out the agent to al… · 5s');
  });

  it.each([
    ['w4 (10.0.0.4:22) refuses the connection', 'refuses the connection'],
    ['w4 (10.0.0.4:22): gone', 'w4 (10.0.0.4:22): gone'],
    ['w4:/etc/motd: the disk is full', '/etc/motd: the disk is full'],
    ['w40 is another host', 'w40 is another host'],
    ['w4', 'w4'],
    ['the command ended with exit code 75: no lock', 'exit code 75: no lock'],
    ['the link was lost', 'the link was lost'],
  ])('leaves out in a row what its beginning says: %s', (sentence, told) => {
    expect(behindName('w4', sentence)).toBe(told);
  });

  it('tells failures before it draws a bar', () => {
    const hosts = names('m', 20);
    const outcomes = ['failed', 'unreachable', 'unknown', 'cancelled'] as const;
    const foot = (kinds: number, columns: number) => {
      const story = new Story(hosts, [{ name: 'Install' }])
        .stage('1', hosts)
        .start('1', ...hosts)
        .after(2000);
      for (const [at, outcome] of outcomes.slice(0, kinds).entries())
        story.finish('1', `m${at + 1}`, { outcome });
      return draw(story, columns).trimEnd().split('\n').at(-1);
    };
    expect(foot(2, 40)).toBe('────────  2/20  1 failed · 1 unreachable');
    expect(foot(2, 32)).toBe('  2/20  1 failed · 1 unreachable');
    expect(foot(4, 40)).toBe('━━━───────────────  4/20  20 %  4 not ok');
    expect(foot(4, 20)).toBe('────  4/20  4 not ok');
  });

  it('does with ASCII where the terminal knows nothing else', () => {
    const text = draw(inTheMiddle(), 80, 24, asciiSymbols);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(text).toMatchInlineSnapshot(`
      "
      Roll out the agent | 5s | run 20261124-120405-k3f9

      + 1 Ship the installer    1.8s  8/8 ok
      * 2 Install on workers  then Reboot

        x w4  ================   2.0s  failed: exit code 1
        ~ w3  ----------------     3s  attempt 2/3 in 3s: refused the connection on...
        * w1  -----===--------     3s  running
        * w5  =======---------     2s  sending 45 %
        * w6  ----------------     2s  waiting 12s/5m
        . w7  ----------------         queued
        . w8  ----------------         queued
        + w2  ================   1.0s  ok

      ======--------------------  2/8  25 %  1 ok  1 failed  3s elapsed  about 1s left
      "
    `);
  });

  it('is a window on a fleet of 5,000', () => {
    expect(draw(fiveThousand(), 80, 20)).toMatchInlineSnapshot(`
      "
      Roll out the agent · 5s · run 20261124-120405-k3f9

      ● 1 Install

        ⊘ edge-1908  ━━━━━━━━━━━━━━━━   1.2s  unreachable: did not answer on port 22…
        ⊘ edge-1808  ━━━━━━━━━━━━━━━━   1.2s  unreachable: did not answer on port 22…
        ⊘ edge-1708  ━━━━━━━━━━━━━━━━   1.2s  unreachable: did not answer on port 22…
        ⊘ edge-1608  ━━━━━━━━━━━━━━━━   1.2s  unreachable: did not answer on port 22…
        ⊘ edge-1508  ━━━━━━━━━━━━━━━━   1.2s  unreachable: did not answer on port 22…
        ⊘ edge-1408  ━━━━━━━━━━━━━━━━   1.2s  unreachable: did not answer on port 22…
        ● edge-2001  ─────━━━────────     5s  starting
        ● edge-2002  ─────━━━────────     5s  starting
        ● edge-2003  ─────━━━────────     5s  starting
        ● edge-2004  ─────━━━────────     5s  starting
        ● edge-2005  ─────━━━────────     5s  starting
        ● edge-2006  ─────━━━────────     5s  starting
        … 14 more failed · 194 more running · 2,800 queued · 1,980 done

      ━━━━━━━────────────  2,000/5,000  40 %  1,980 ok  20 unreachable  about 56s left
      "
    `);
  });

  it('keeps wide names in their column', () => {
    expect(draw(inTheMiddle('管理サーバ', 6), 60, 20)).toMatchInlineSnapshot(`
      "
      Roll out the agent · 5s · run 20261124-120405-k3f9

      ✔ 1 Ship the installer    1.8s  6/6 ok
      ● 2 Install on workers  then Reboot

        ✖ 管理サーバ4  ━━━━━━━━   2.0s  failed: exit code 1
        ↻ 管理サーバ3  ────────     3s  attempt 2/3 in 3s: refuse…
        ● 管理サーバ1  ─━━━────     3s  running
        ● 管理サーバ5  ━━━─────     2s  sending 45 %
        ● 管理サーバ6  ────────     2s  waiting 12s/5m
        ✔ 管理サーバ2  ━━━━━━━━   1.0s  ok

      ━━━━━━━──────────────  2/6  33 %  1 ok  1 failed  3s elapsed
      "
    `);
  });

  it('folds the stages of before when there is little room', () => {
    const story = new Story(
      ['m1'],
      Array.from({ length: 12 }, (_, at) => ({ name: `Step ${at + 1}` })),
    );
    for (let stage = 1; stage < 12; stage++) {
      story.stage(String(stage), ['m1']).finish(String(stage), 'm1').endStage(String(stage), 1, 1);
    }
    story.stage('12', ['m1']).start('12', 'm1');
    expect(draw(story, 60, 12)).toMatchInlineSnapshot(`
      "
      Roll out the agent · 5s · run 20261124-120405-k3f9
      ✔ 5 stages before
      ✔  6 Step 6     3.2s  1/1 ok
      ✔  7 Step 7     3.2s  1/1 ok
      ✔  8 Step 8     3.2s  1/1 ok
      ✔  9 Step 9     3.2s  1/1 ok
      ✔ 10 Step 10    3.2s  1/1 ok
      ✔ 11 Step 11    3.2s  1/1 ok
      ● 12 Step 12
        ● m1  ─━━━────     5s  starting
      ──────────────────────────────────────  0/1  0 %  5s elapsed
      "
    `);
  });
});

describe('every line of every frame', () => {
  const hostText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constant('\x1b[2J\n管理'),
  );
  it('fits into the columns and the rows, and has nothing of a host in it that moves a cursor', () => {
    fc.assert(
      fc.property(
        hostText,
        hostText,
        fc.integer({ min: 1, max: 220 }),
        fc.integer({ min: 2, max: 50 }),
        (name, said, columns, rows) => {
          const hosts = [`${name}1`, `${name}2`, `${name}3`, `${name}4`];
          const [a = '', b = '', c = ''] = hosts;
          const story = new Story(hosts, [{ name: said }, { name: `${name}${said}` }]);
          story.stage('1', hosts).endStage('1', 4, 4).stage('2', hosts).start('2', a, b, c);
          story.retry('2', a, 1, { outcome: 'failed', message: said }).doing('2', b, said, 3, 7, 'bytes');
          story.finish('2', c, { outcome: 'failed', message: said });
          const look = { columns, rows, hasColor: false, symbols: unicodeSymbols, nowMs: 99_000 };
          const fleet = fleetAfter(story);
          const lines = frame(fleet, look);
          const last = summary(fleet, look).filter((line) => !line.startsWith('Logs: '));
          expect(lines.length).toBeLessThan(rows);
          for (const line of [...lines, ...last]) {
            expect(cells(line)).toBeLessThanOrEqual(columns);
            expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/);
          }
        },
      ),
    );
  });

  it('costs as much for 5,000 hosts as for the rows that are seen', () => {
    const look = { columns: 80, rows: 30, hasColor: true, symbols: unicodeSymbols, nowMs: 5000 };
    expect(frame(fleetAfter(fiveThousand()), look)).toHaveLength(29);
    expect(frame(fleetAfter(failures()), look).length).toBeLessThan(10);
  });
});
