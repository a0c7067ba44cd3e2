import ssh2 from 'ssh2';
import { expect, it } from 'vitest';
import { newKey } from '../../src/lab/key.ts';

it('of 1500 new keys each can be read, though ssh2 spoils one in 256', () => {
  const keys = Array.from({ length: 1500 }, newKey);
  const unreadable = keys.filter(({ privateText }) => ssh2.utils.parseKey(privateText) instanceof Error);
  expect(unreadable).toEqual([]);
  expect(
    keys.every(({ publicLine }) => /^ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI\S{43}$/.test(publicLine)),
  ).toBe(true);
});
