import { describe, expect, it } from 'vitest';
import { liveView } from '../../../src/report/live/live-view.ts';
import type { Story } from '../events.ts';
import { FakeClock, FakeTerminal } from '../fake-terminal.ts';
import { Screen } from '../screen.ts';
import { allOk, failures, inTheMiddle } from '../stories.ts';

function play(story: Story, terminal: FakeTerminal, clock: FakeClock) {
  const view = liveView(terminal, clock);
  let elapsedMs = 0;
  for (const event of story.events) {
    clock.pass(event.elapsedMs - elapsedMs);
    elapsedMs = event.elapsedMs;
    view.onEvent(event);
  }
  return view;
}

function seen(terminal: FakeTerminal): Screen {
  const screen = new Screen();
  screen.write(terminal.written);
  return screen;
}

describe('the live view', () => {
  it('shows the last frame and nothing of those before', () => {
    const terminal = new FakeTerminal(80, 24, { hasColor: true });
    const clock = new FakeClock();
    play(inTheMiddle(), terminal, clock);
    clock.pass(83);
    const { lines } = seen(terminal);
    expect(lines.filter((line) => line.startsWith('Roll out'))).toHaveLength(1);
    expect(lines.at(-1)).toContain('2/8');
  });

  it('leaves the summary, no frame, a visible cursor and no ticker', () => {
    const terminal = new FakeTerminal();
    const clock = new FakeClock();
    play(failures(), terminal, clock).close();
    const screen = seen(terminal);
    expect(screen.lines[0]).toBe('Roll out the agent');
    expect(screen.lines.filter((line) => line.includes('elapsed'))).toEqual([]);
    expect(screen.lines.at(-2)).toMatch(/^✖ 2 of 4 hosts ok/);
    expect(screen.isCursorShown).toBe(true);
    expect(clock.tickers).toBe(0);
  });

  it('gives the summary to a pipe where that is wanted, and leaves the verdict on the terminal', () => {
    const terminal = new FakeTerminal();
    const pipe = new FakeTerminal(Number.POSITIVE_INFINITY);
    const view = liveView(terminal, new FakeClock(), pipe);
    for (const event of failures().events) view.onEvent(event);
    expect(pipe.written).toMatch(/^Roll out the agent\n/);
    expect(pipe.written).not.toContain('\x1b');
    expect(seen(terminal).lines.filter((line) => line !== '')).toEqual([
      expect.stringMatching(/^✖ 2 of 4 hosts ok/),
    ]);
  });

  it('stays away from the terminal until the last one that wrote there is done', () => {
    const terminal = new FakeTerminal();
    const clock = new FakeClock();
    const view = play(inTheMiddle(), terminal, clock);
    const asked = view.suspend?.('to-ask');
    view.suspend?.('to-tell')();
    terminal.written = '';
    clock.pass(1000);
    expect(terminal.written).toBe('');
    asked?.();
    clock.pass(83);
    expect(terminal.written).toContain('Roll out');
  });

  it('leaves the stages that are over and the failures above a question, and no frame', () => {
    const terminal = new FakeTerminal();
    const view = liveView(terminal, new FakeClock());
    for (const event of failures().events.slice(0, -3)) view.onEvent(event);
    const goOn = view.suspend?.('to-ask');
    terminal.write('Go on? [y/N] y\n');
    const { lines } = seen(terminal);
    expect(lines[0]).toBe('Roll out the agent');
    expect(lines.slice(1, 4)).toEqual([
      expect.stringMatching(/^✖ 1 Ship the installer .* 3\/4 ok · 1 unreachable$/),
      expect.stringMatching(/^✖ 2 Install on managers .* 2\/4 ok · 1 failed · 1 left out$/),
      '',
    ]);
    expect(lines).toContain('✖ m3 failed in Install on managers · exit_code');
    expect(lines.slice(-3, -1)).toEqual(['', 'Go on? [y/N] y']);
    goOn?.();
    view.close();
  });

  it('draws at most 12 frames a second, and none when nothing changed', () => {
    const terminal = new FakeTerminal();
    const clock = new FakeClock();
    play(inTheMiddle(), terminal, clock);
    terminal.written = '';
    clock.pass(1000);
    expect(terminal.written.split('\x1b[?2026h').length - 1).toBeLessThanOrEqual(12);
  });

  it('rubs out the lines that a narrower terminal has broken', () => {
    const terminal = new FakeTerminal(80, 24);
    const clock = new FakeClock();
    play(inTheMiddle(), terminal, clock);
    clock.pass(83);
    terminal.written = '';
    terminal.width = 40;
    clock.pass(83);
    // The frame has 13 lines; some of them take two rows now.
    const rubbedOut = terminal.written.split('\x1b[2K').length - 1;
    expect(rubbedOut).toBeGreaterThan(13);
    expect(seen(terminal).lines.every((line) => line.length <= 40)).toBe(true);
  });

  it('draws all anew in a terminal that has become lower', () => {
    const terminal = new FakeTerminal(80, 24);
    const clock = new FakeClock();
    play(inTheMiddle(), terminal, clock);
    clock.pass(83);
    const screen = seen(terminal);
    terminal.written = '';
    terminal.height = 8;
    screen.shrink(8);
    clock.pass(83);
    screen.write(terminal.written);
    const lines = screen.visible.filter((line) => line !== '');
    expect(lines).toHaveLength(7);
    expect(lines[0]).toMatch(/^Roll out/);
    expect(lines.at(-1)).toMatch(/2\/8/);
  });

  it('does not throw where a terminal has no size or a host ends twice', () => {
    const terminal = new FakeTerminal(0, 0);
    const clock = new FakeClock();
    const story = inTheMiddle();
    for (let again = 0; again < 20; again++) story.finish('2', 'w1');
    const view = play(story, terminal, clock);
    clock.pass(83);
    terminal.width = 80;
    terminal.height = 24;
    clock.pass(83);
    view.close();
    expect(clock.tickers).toBe(0);
  });

  it('sums up what is known when it is closed before the end, and says that this was not the end', () => {
    const terminal = new FakeTerminal();
    const clock = new FakeClock();
    const view = play(inTheMiddle(), terminal, clock);
    view.close();
    view.close();
    expect(terminal.written.match(/the record ends here/g)).toHaveLength(1);
    expect(terminal.written).toContain('unknown');
    expect(clock.tickers).toBe(0);
  });

  it('has no colours where there are none, and some where there are', () => {
    const plain = new FakeTerminal();
    play(allOk(), plain, new FakeClock());
    expect(plain.written).not.toMatch(/\x1b\[\d+m/);
    const coloured = new FakeTerminal(80, 24, { hasColor: true });
    play(allOk(), coloured, new FakeClock());
    expect(coloured.written).toMatch(/\x1b\[32m✔/);
  });
});
