import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { confirm } from '../../src/cli/ready/confirm.ts';
import type { World } from '../../src/cli/world.ts';
import type { View } from '../../src/report/view.ts';

const view: View = { onEvent: () => {}, close: () => {} };

/** A question, asked of a terminal or a pipe on which this was typed before. */
function asked(typedBefore: string, { isTTY }: { readonly isTTY: boolean }) {
  const modes: boolean[] = [];
  const setRawMode = (isRaw: boolean) => modes.push(isRaw);
  const stdin = Object.assign(new PassThrough(), { isTTY, setRawMode });
  const stderr = new PassThrough({ encoding: 'utf8' });
  stdin.write(typedBefore);
  const world = { env: {}, stdin, stderr } as unknown as World; // No more is looked at.
  const abort = new AbortController();
  const questions = { world, isYes: false, view, mask: (text: string) => text };
  const answer = confirm(questions, 'Go on?', abort.signal);
  const isShown = new Promise<void>((resolve) => stderr.once('readable', () => resolve()));
  return { answer, isShown, stdin, abort, modes, said: () => String(stderr.read()) };
}

describe('a question to a person', () => {
  it('is not answered by what was typed at the terminal before it stood there', async () => {
    const { answer, isShown, stdin, modes, said } = asked('y\nye', { isTTY: true });
    await isShown;
    expect(said()).toBe('Go on? [y/N] ');
    expect(modes).toEqual([true, false]);
    stdin.write('n\n');
    expect(await answer).toEqual({ isYes: false, how: 'answered no' });
  });

  it('is answered by what a pipe held before', async () => {
    const { answer, modes } = asked('y\n', { isTTY: false });
    expect(await answer).toEqual({ isYes: true, how: 'answered yes' });
    expect(modes).toEqual([]);
  });

  it('hands Ctrl-C on that is pressed while it makes room for itself', async () => {
    const isInterrupted = new Promise<void>((resolve) => process.once('SIGINT', () => resolve()));
    const { answer, abort } = asked('\x03', { isTTY: true });
    await isInterrupted;
    abort.abort();
    expect(await answer).toEqual({ isYes: false, how: 'nobody answered' });
  });

  it.each([
    ['the end of the input', ({ stdin }: ReturnType<typeof asked>) => stdin.end()],
    ['an interrupt', ({ abort }: ReturnType<typeof asked>) => abort.abort()],
  ])('leaves its line at %s, once: what is told next has one of its own', async (_how, end) => {
    const question = asked('', { isTTY: true });
    await question.isShown;
    end(question);
    expect(await question.answer).toEqual({ isYes: false, how: 'nobody answered' });
    expect(question.said()).toMatch(/^Go on\? \[y\/N\] \r?\n$/);
  });
});
