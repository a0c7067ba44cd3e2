import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { tellFailure } from '../../src/cli/failure.ts';
import { askSilently } from '../../src/cli/secrets/secret-io.ts';
import type { World } from '../../src/cli/world.ts';

/** A terminal at which somebody types these keys. */
function terminal(keys: string) {
  const modes: boolean[] = [];
  const order: string[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (isRaw: boolean) => {
      modes.push(isRaw);
      order.push(isRaw ? 'echo off' : 'echo on');
    },
  });
  const stderr = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: true });
  const write = stderr.write.bind(stderr);
  stderr.write = (chunk: unknown) => {
    order.push(String(chunk));
    return write(chunk);
  };
  stdin.write(keys);
  const world = { env: {}, stdin, stderr } as unknown as World; // No more is looked at.
  return { world, modes, order, said: () => String(stderr.read()) };
}

describe('a question for a secret', () => {
  it('is answered without an echo', async () => {
    const { world, said } = terminal('geheim\r');
    expect(await askSilently(world, 'Password')).toBe('geheim');
    expect(said()).toBe('Password: \n');
  });

  it('is put when the echo is off: what answers at once is not shown either', async () => {
    const { world, order } = terminal('geheim\r');
    await askSilently(world, 'Password');
    expect(order).toEqual(['echo off', 'Password: ', 'echo on', '\n']);
  });

  it.each([
    ['Ctrl-C', 'geh\x03', 130, 'interrupted at the question "Password"'],
    ['Ctrl-D', '\x04', 2, 'the input ended at the question "Password": type the answer and Enter'],
  ])('is left by %s with one line and the terminal as it was', async (_key, keys, code, sentence) => {
    const { world, modes, said } = terminal(keys);
    const failure = await askSilently(world, 'Password').catch((error) => error);
    expect(tellFailure(world, [], failure)).toBe(code);
    expect(said()).toBe(`Password: \naeon-run: ${sentence}\n`);
    expect(modes).toEqual([true, false]);
  });

  it('ends with the terminal', async () => {
    const { world } = terminal('geh');
    world.stdin.push(null);
    await expect(askSilently(world, 'Password')).rejects.toThrow('the input ended');
  });
});
