import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { transfer } from '../../src/stages/transfer/stage.ts';
import type { Channel, Connection } from '../../src/transport/transport.ts';
import { hostStage, runStages } from './engine.ts';

const content = 'x'.repeat(3_000_000);

/** The first of all connections is given up after a while, and for its host it is as open as before. */
function freezing(): (connection: Connection) => Connection {
  let isFirst = true;
  return (connection) => {
    if (!isFirst) return connection;
    isFirst = false;
    let isLost = false;
    return {
      ...connection,
      get isUsable() {
        return !isLost;
      },
      open: async (command, limits) => {
        const channel = await connection.open(command, limits);
        const lost = sleep(500).then(() => {
          isLost = true;
          channel.stdout.destroy();
          channel.stderr.destroy();
          return { kind: 'link-lost', lost: { reason: 'keepalive', message: 'it gave no answer' } } as const;
        });
        const frozen: Channel = {
          ...channel,
          stdin: frozenAfterTheScript(channel),
          ended: lost,
          exited: lost,
          close: () => {},
        };
        return frozen;
      },
    };
  };
}

function frozenAfterTheScript({ stdin }: Channel): Channel['stdin'] {
  const write = stdin.write.bind(stdin);
  let isScript = true;
  stdin.write = ((bytes: string | Buffer, ...more: never[]) => {
    if (isScript) write(bytes, ...more);
    isScript = false;
    return false; // No room: nothing of the file goes out.
  }) as typeof stdin.write; // The two forms of its signature.
  stdin.end = (() => stdin) as typeof stdin.end;
  return stdin;
}

it('a transfer whose link froze is ended on its host over the next link, with the part that had come', async () => {
  const stage = hostStage('', ['m1'], {
    kind: transfer,
    prepare: () => ({ args: { src: 'sent', dest: 'arrived' }, description: '', timeoutMs: 20_000 }),
  });
  const prepared = (root: string) => writeFileSync(join(root, 'sent'), content);
  using run = await runStages([stage], { connection: freezing(), onRoot: prepared });
  expect(run.result('1', 'm1')).toMatchObject({ outcome: 'ok', attempts: 2 });
  expect(readFileSync(join(run.homeOf('m1'), 'arrived'), 'utf8')).toBe(content);
  expect(readdirSync(run.homeOf('m1'))).toEqual(['arrived']);
  const ids = run.events.flatMap((event) => (event.type === 'attempt-started' ? event.attemptId : []));
  const shells = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  expect(ids.filter((id) => shells.includes(id))).toEqual([]);
});
