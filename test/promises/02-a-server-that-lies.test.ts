import { expect, it } from 'vitest';
import type { Results } from '../../src/report/results-json/results.ts';
import { makeWorkplace } from '../fleet/run-cli.ts';
import { newKey } from '../transport/enemy-server.ts';
import { type Liar, lyingServer } from '../transport/lying-server.ts';

const lies: Readonly<Record<string, readonly [outcome: string, lie: (liar: Liar) => void]>> = {
  'ends what it never began': [
    'unknown no_end_mark',
    ({ markTwice, exit }) => {
      markTwice('end 0');
      exit(92);
    },
  ],
  'says two ends: the first one counts': [
    'failed exit_code',
    ({ markTwice, exit }) => {
      for (const word of ['start', 'end 5', 'end 0']) markTwice(word);
      exit(92);
    },
  ],
  'says another end on each stream': [
    'unknown no_end_mark',
    ({ mark, markTwice, exit }) => {
      markTwice('start');
      mark('end 5', 'stderr');
      mark('end 0');
      exit(92);
    },
  ],
  'tells exit codes that there are not': [
    'unknown no_end_mark',
    ({ markTwice, exit }) => {
      for (const word of ['start', 'end 256', 'end -1', 'end 0x0', 'end']) markTwice(word);
      exit(92);
    },
  ],
  'begins, and exits with 0 twice': [
    'unknown no_end_mark',
    ({ channel, markTwice, exit }) => {
      markTwice('start');
      channel.exit(0);
      exit(0);
    },
  ],
  'begins, and closes the channel without a word': [
    'unknown no_end_mark',
    ({ channel, markTwice }) => {
      markTwice('start');
      channel.close();
    },
  ],
  'exits with 0 and never began': ['unreachable no_shell', ({ exit }) => exit(0)],
};

it.each(Object.entries(lies))('a server that %s', async (_, [outcome, lie]) => {
  await using server = await lyingServer(lie);
  await using place = await makeWorkplace();
  await place.write('key', newKey().privateText);
  const host = { address: '127.0.0.1', port: server.port, user: 'pi', key: './key', 'host-keys': 'off' };
  await place.write('inventory.yml', JSON.stringify({ hosts: { liar: host } }));
  await place.write('playbook.yml', 'hosts: all\nstages:\n  - exec: work\n');
  await place.run(['playbook.yml', '-i', 'inventory.yml']);
  const { devices } = (await place.results()) as Results;
  const [stage] = devices[0]?.stages ?? [];
  expect(`${stage?.outcome} ${stage?.reason}`).toBe(outcome);
});
