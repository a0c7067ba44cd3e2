import { describe, expect, it } from 'vitest';
import { groupedView } from '../../../src/report/grouped/grouped-view.ts';
import { liveView } from '../../../src/report/live/live-view.ts';
import { FakeClock, FakeTerminal } from '../fake-terminal.ts';
import { Screen } from '../screen.ts';
import { inTheMiddle } from '../stories.ts';

/** A run that goes on, as a terminal shows it. */
function shown() {
  const terminal = new FakeTerminal();
  const clock = new FakeClock();
  const nowhere = new FakeTerminal();
  const progress = liveView(terminal, clock, nowhere);
  const view = groupedView({
    progress,
    result: nowhere,
    messages: terminal,
    readWhole: () => undefined,
  });
  for (const event of inTheMiddle().events) view.onEvent(event);
  clock.pass(83);
  const lines = () => {
    const screen = new Screen();
    screen.write(terminal.written);
    return screen.lines;
  };
  return { view, terminal, clock, lines };
}

describe('the grouped view', () => {
  it('makes room above what goes on for a sentence of somebody else', () => {
    const { view, terminal, clock, lines } = shown();
    const before = lines();
    const goOn = view.suspend?.('to-tell');
    terminal.write('SIGINT: nothing new starts\n');
    goOn?.();
    clock.pass(1000);
    expect(lines()[0]).toBe('SIGINT: nothing new starts');
    expect(lines()).toHaveLength(before.length + 1);
  });
});
