import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemTimers } from '../../../src/remote/time/timers.ts';
import { systemClock } from '../../../src/run/clock.ts';

const hourMs = 3_600_000;

describe('a time that is longer than what a timer of Node can hold', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is waited for to its end, and leaves no timer when it is called off', () => {
    const heard: string[] = [];
    systemTimers.after(1300 * hourMs, () => heard.push('long'));
    const cancel = systemTimers.after(1300 * hourMs, () => heard.push('called off'));
    vi.advanceTimersByTime(1299 * hourMs);
    expect(heard).toEqual([]);
    cancel();
    vi.advanceTimersByTime(hourMs);
    expect(heard).toEqual(['long']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('may be slept through, until the signal comes', async () => {
    const controller = new AbortController();
    const woken: string[] = [];
    const sleep = async (signal: AbortSignal, why: string) => {
      await systemClock.sleep(600 * hourMs, signal);
      woken.push(why);
    };
    const asleep = [sleep(new AbortController().signal, 'rested'), sleep(controller.signal, 'woken up')];
    await vi.advanceTimersByTimeAsync(599 * hourMs);
    expect(vi.getTimerCount()).toBe(2);
    controller.abort();
    await vi.advanceTimersByTimeAsync(hourMs);
    await Promise.all(asleep);
    expect(woken).toEqual(['woken up', 'rested']);
    expect(vi.getTimerCount()).toBe(0);
  });
});
