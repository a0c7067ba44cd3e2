import { describe, expect, it } from 'vitest';
import { runPlain } from '../../../src/remote/command/run-plain.ts';
import { type Link, newNonce } from '../../../src/remote/link.ts';
import { printMark } from '../../../src/shell/marks.ts';
import { localConnection } from '../local-connection.ts';

/** A host whose login does this before it starts the shell that is asked for. */
function link(bashrc: string): Link {
  const connection = localConnection({ HOME: '/' });
  return {
    host: 'm1',
    connection: { ...connection, open: (command, limits) => connection.open(`${bashrc} ${command}`, limits) },
    attemptId: newNonce(),
    signal: new AbortController().signal,
  };
}

describe('a script that is not done in time', () => {
  it('took longer than its limit where the host was at work', async () => {
    const slow = 'for i in 1 2 3 4 5 6; do echo $i; sleep 0.2; done';
    await expect(runPlain(link(''), { body: () => slow, timeoutMs: 500 })).rejects.toMatchObject({
      reason: 'timeout',
      message: 'it took longer than its limit: m1 was at work and not done after the 1 s that it had',
    });
  });

  it('got no answer where its shell never began', async () => {
    await expect(runPlain(link('sleep 2;'), { body: () => 'true', timeoutMs: 500 })).rejects.toMatchObject({
      reason: 'timeout',
      message: 'm1 gave no answer within 1 s',
    });
  });
});

it('of the words that a host says in marks, each counts once and the first ones are kept', async () => {
  const body = (nonce: string) =>
    `i=0; while [ $i -lt 5000 ]; do i=$((i + 1)); ${printMark(nonce, 'w%s', '$i')}; ${printMark(nonce, 'same')}; done`;
  const { words } = await runPlain(link(''), { body, timeoutMs: 20_000 });
  expect(words).toHaveLength(1000);
  expect(words.slice(0, 3)).toEqual(['w1', 'same', 'w2']);
});
