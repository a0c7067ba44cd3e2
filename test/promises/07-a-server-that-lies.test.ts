import { expect, it } from 'vitest';
import { makeWorkplace } from '../fleet/run-cli.ts';
import { newKey } from '../transport/enemy-server.ts';
import { lyingServer } from '../transport/lying-server.ts';

it('a server that asks for a file three times gets it once', async () => {
  const size = 3_000_000;
  let received = 0;
  await using server = await lyingServer(({ channel, mark, markTwice, exit }) => {
    channel.on('data', (bytes: Buffer) => {
      received += bytes.length;
    });
    markTwice('start');
    for (let at = 0; at < 3; at += 1) mark('need');
    channel.on('end', () => {
      mark('installed');
      markTwice('end 0');
      exit(0);
    });
  });
  await using place = await makeWorkplace();
  await place.write('key', newKey().privateText);
  await place.write('file', 'x'.repeat(size));
  const host = { address: '127.0.0.1', port: server.port, user: 'pi', key: './key', 'host-keys': 'off' };
  await place.write('inventory.yml', JSON.stringify({ hosts: { liar: host } }));
  await place.write('playbook.yml', 'hosts: all\nstages:\n  - transfer: { src: file, dest: /opt/file }\n');
  const { exitCode, stderr } = await place.run(['playbook.yml', '-i', 'inventory.yml']);
  expect(stderr).not.toContain('Warning');
  expect(exitCode, stderr).toBe(0);
  expect(received).toBe(size);
});
