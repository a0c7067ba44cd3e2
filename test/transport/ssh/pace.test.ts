import { describe, expect, it } from 'vitest';
import { Pace, type Turn } from '../../../src/transport/ssh/pace.ts';

const { signal } = new AbortController();

/** How many are let in now, none of whom leaves. */
async function letIn(pace: Pace, server: string): Promise<Turn[]> {
  const turns: Turn[] = [];
  const waiting = new AbortController();
  const asked = Array.from({ length: 20 }, () =>
    pace.enter(server, waiting.signal).then(
      (turn) => turns.push(turn),
      () => {},
    ),
  );
  await new Promise((resolve) => setImmediate(resolve));
  waiting.abort();
  await Promise.all(asked);
  return turns;
}

async function room(pace: Pace, server = 'a'): Promise<number> {
  const turns = await letIn(pace, server);
  for (const turn of turns) turn[Symbol.dispose]();
  return turns.length;
}

async function once(pace: Pace, how: 'succeeded' | 'turnedAway', server = 'a'): Promise<void> {
  using turn = await pace.enter(server, signal);
  turn[how]();
}

describe('the logins at one server', () => {
  it('are as many as allowed while it lets all in', async () => {
    const pace = new Pace(8);
    for (let at = 0; at < 30; at += 1) await once(pace, 'succeeded');
    expect(await room(pace)).toBe(8);
  });

  it('are half as many each time that it turns one away, and never none', async () => {
    const pace = new Pace(8);
    const seen = [];
    for (let at = 0; at < 5; at += 1) {
      await once(pace, 'turnedAway');
      seen.push(await room(pace));
    }
    expect(seen).toEqual([4, 2, 1, 1, 1]);
  });

  it('are half as many once where several of those that came together are turned away', async () => {
    const pace = new Pace(8);
    const turns = await letIn(pace, 'a');
    for (const turn of turns.slice(2)) turn.turnedAway();
    for (const turn of turns) turn[Symbol.dispose]();
    expect(await room(pace)).toBe(4);
  });

  it('are one more after each round in which it took all, up to what is allowed', async () => {
    const pace = new Pace(4);
    await once(pace, 'turnedAway');
    const seen = [];
    for (let at = 0; at < 8; at += 1) {
      await once(pace, 'succeeded');
      seen.push(await room(pace));
    }
    expect(seen).toEqual([2, 3, 3, 3, 4, 4, 4, 4]);
  });

  it('are not fewer because another server is busy', async () => {
    const pace = new Pace(8);
    await once(pace, 'turnedAway', 'b');
    expect(await room(pace, 'a')).toBe(8);
    expect(await room(pace, 'b')).toBe(4);
  });
});
