import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { EventQueue } from '../../src/simulate/time/event-queue.ts';
import { VirtualTime } from '../../src/simulate/time/virtual-time.ts';

describe('events of virtual time', () => {
  it('come in the order of their time, and of two at once the one first that was planned first', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ atMs: fc.nat(20), isCancelled: fc.boolean() })), (wishes) => {
        const queue = new EventQueue();
        const came: number[] = [];
        const events = wishes.map(({ atMs }, index) => queue.add(atMs, () => came.push(index)));
        for (const [index, { isCancelled }] of wishes.entries()) {
          const event = events[index];
          if (isCancelled && event !== undefined) queue.cancel(event);
        }
        while (queue.nextMs() !== undefined) queue.take()?.();
        const expected = wishes
          .map(({ atMs, isCancelled }, index) => ({ atMs, isCancelled, index }))
          .filter(({ isCancelled }) => !isCancelled)
          .toSorted((one, other) => one.atMs - other.atMs || one.index - other.index);
        expect(came).toEqual(expected.map(({ index }) => index));
      }),
    );
  });

  it('that are cancelled by the thousand are forgotten, and no other one with them', () => {
    const queue = new EventQueue();
    let came = 0;
    for (let at = 0; at < 5000; at++) {
      queue.cancel(queue.add(5000 - at, () => {}));
      queue.add(at, () => came++);
    }
    while (queue.nextMs() !== undefined) queue.take()?.();
    expect(came).toBe(5000);
  });
});

describe('virtual time', () => {
  const never = new AbortController().signal;

  it.each([0.1, 3700.9560472855696, 9329.217608191178])(
    'comes to an end for whoever waits for what is left, from %d ms on',
    async (beginMs) => {
      const time = new VirtualTime();
      const wait = async () => {
        await time.sleep(beginMs);
        for (let sleeps = 0; time.nowMs() - beginMs < 30_000; sleeps += 1) {
          if (sleeps > 1000) throw new Error('it does not go on');
          await time.sleep(Math.min(1000, 30_000 - (time.nowMs() - beginMs)));
        }
      };
      await time.passUntil(wait());
      expect(time.nowMs() - beginMs).toBeCloseTo(30_000, 1);
    },
  );

  it('passes an hour at once, as soon as nobody has anything left to do', async () => {
    const time = new VirtualTime();
    const seen: number[] = [];
    const work = async (ms: number) => {
      await time.sleep(ms, never);
      await Promise.resolve();
      seen.push(time.nowMs());
    };
    await time.passUntil(Promise.all([work(3_600_000), work(10), work(20)]));
    expect(seen).toEqual([10, 20, 3_600_000]);
    expect(time.wallClock().toISOString()).toBe('2026-01-01T01:00:00.000Z');
  });

  it('does not run ahead of work that is done step by step', async () => {
    const time = new VirtualTime();
    let deadlineCame = false;
    time.after(5, () => {
      deadlineCame = true;
    });
    const work = async () => {
      for (let step = 0; step < 1000; step++) await new Promise<void>((resolve) => process.nextTick(resolve));
      return deadlineCame;
    };
    expect(await time.passUntil(work())).toBe(false);
  });

  it('ends a sleep when the signal is aborted', async () => {
    const time = new VirtualTime();
    const controller = new AbortController();
    time.after(7, () => controller.abort());
    await time.passUntil(time.sleep(1000, controller.signal));
    expect(time.nowMs()).toBe(7);
  });

  it('hands on what a simulated host breaks with, instead of waiting for ever', async () => {
    const time = new VirtualTime();
    time.after(1, () => time.fail(new Error('broken')));
    await expect(time.passUntil(new Promise(() => {}))).rejects.toThrow('broken');
  });

  it('takes its time when it has a pace', async () => {
    const time = new VirtualTime(10);
    const started = performance.now();
    await time.passUntil(time.sleep(1000, never));
    expect(performance.now() - started).toBeGreaterThan(90);
    expect(time.nowMs()).toBe(1000);
  });

  it('never waits for less than nothing when it has a pace: Node would warn, in the middle of the live view', async () => {
    const warnings: string[] = [];
    const listen = (warning: Error) => warnings.push(warning.name);
    process.on('warning', listen);
    let realMs = 0;
    const now = vi.spyOn(performance, 'now').mockImplementation(() => (realMs += 3)); // A slow machine.
    try {
      const time = new VirtualTime(1);
      await time.passUntil(Promise.all([4, 11, 17, 26, 31].map((ms) => time.sleep(ms, never))));
      await new Promise((resolve) => setImmediate(resolve)); // Warnings come a tick later.
    } finally {
      now.mockRestore();
      process.off('warning', listen);
    }
    expect(warnings).toEqual([]);
  });
});
