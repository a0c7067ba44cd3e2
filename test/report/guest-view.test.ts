import { describe, expect, it } from 'vitest';
import { guestView } from '../../src/report/guest-view.ts';
import type { View } from '../../src/report/view.ts';
import { FakeClock } from './fake-terminal.ts';
import { inTheMiddle } from './stories.ts';

const [event] = inTheMiddle().events;

function broken(): never {
  throw new Error('broken');
}

/** A view with a part of it broken, as a guest, and all that is heard of it. */
function guest(part: Partial<View>, tick: () => void = () => {}) {
  const heard: string[] = [];
  const clock = new FakeClock();
  const view = guestView(
    ({ every }) => {
      every(100, () => {
        heard.push('tick');
        tick();
      });
      return {
        onEvent: () => void heard.push('event'),
        suspend: () => () => {},
        close: () => void heard.push('close'),
        ...part,
      };
    },
    clock,
    (error) => heard.push(String(error)),
  );
  const use = () => {
    if (event !== undefined) view.onEvent(event);
    view.suspend?.('to-tell')();
    clock.pass(100);
    view.close();
  };
  return { use, heard };
}

describe('a view that is a guest', () => {
  it('is told all and closed', () => {
    const { use, heard } = guest({});
    use();
    expect(heard).toEqual(['event', 'tick', 'close']);
  });

  it.each([
    ['at an event', { onEvent: broken }, []],
    ['when it is to make room', { suspend: broken }, ['event']],
    ['when it may go on', { suspend: () => broken }, ['event']],
  ])(
    'is closed where it throws %s, which is told once, and hears and does nothing more',
    (_, part, before) => {
      const { use, heard } = guest(part);
      use();
      use();
      expect(heard).toEqual([...before, 'close', 'Error: broken']);
    },
  );

  it('is closed where it throws between two events', () => {
    const { use, heard } = guest({}, broken);
    use();
    use();
    expect(heard).toEqual(['event', 'tick', 'close', 'Error: broken']);
  });

  it('may throw when it is closed too', () => {
    const { use, heard } = guest({ close: broken });
    use();
    use();
    expect(heard).toEqual(['event', 'tick', 'Error: broken']);
  });
});
