import { expect, it } from 'vitest';
import { printable } from '../../../src/transport/ssh/printable.ts';

it('what a host says stands on one line, and moves no cursor', () => {
  expect(printable('\u001b[2JWelcome\r\nto  m1\t!\0 ')).toBe('[2JWelcome to  m1 !');
});

it('what a host says is cut between words, as half of a secret would not be masked', () => {
  const secret = 'correct-horse-battery-staple';
  const said = printable(`${'word '.repeat(28)}${secret} and more`);
  expect(said).toBe(`${'word '.repeat(28).trim()}…`);
  expect(printable('x'.repeat(200))).toBe(`${'x'.repeat(160)}…`);
});
