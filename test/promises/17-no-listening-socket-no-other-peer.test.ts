import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';

/** What a socket of the process is: `tcp listens`, `tcp 10.213.0.1:22`, `udp …`; pipes are no sockets. */
function socketsOf(pid: number): string[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return []; // Closed meanwhile.
      }
    }),
  );
  const tables = ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'packet'] as const;
  return tables.flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((words) => inodes.has(words[table === 'packet' ? 8 : 9] ?? ''))
      .map((words) => (words[3] === '0A' ? `${table} listens` : `${table} ${peer(words[2] ?? '')}`)),
  );
}

/** proc_net_tcp(5): the bytes of an IPv4 address stand in the order of this machine. */
function peer(hex: string): string {
  const [address = '', port = ''] = hex.split(':');
  const bytes = (address.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16));
  return `${bytes.join('.')}:${Number.parseInt(port, 16)}`;
}

describe('the controller opens no listening socket and talks to nobody but the hosts', () => {
  let hosts: Hosts;
  let place: Workplace;
  beforeAll(async () => {
    hosts = await startHosts(['h1', 'h2'], { bootDelayMs: 0 });
    place = await makeWorkplace();
    await place.write('inventory.yml', inventoryOf(hosts));
    await place.write('file', 'x'.repeat(100_000));
  });
  afterAll(async () => {
    await hosts?.[Symbol.asyncDispose]();
    await place?.[Symbol.asyncDispose]();
  });

  it('in any stage of a run: not by the calls that it makes, nor by the sockets that it was seen with', async () => {
    await place.write(
      'playbook.yml',
      `
stages:
  - { hosts: all, transfer: { src: file, dest: /opt/file } }
  - { hosts: all, exec: sleep 0.5 }
  - { hosts: all, reboot: { timeout: 20s } }
  - { hosts: all, wait-online: { timeout: 20s } }
  - { assert: { success-rate: 100 } }
`,
    );
    const watch = join(import.meta.dirname, '../fleet/network-calls.ts');
    const env = { NODE_OPTIONS: `--import ${watch}`, AEON_TEST_NETWORK: place.path('network') };
    const cli = place.start(['playbook.yml', '-i', 'inventory.yml'], { env });
    const seen = new Set<string>();
    let isOver = false;
    const ended = cli.ended.finally(() => {
      isOver = true;
    });
    let looks = 0;
    while (!isOver) {
      try {
        for (const socket of socketsOf(cli.pid)) seen.add(socket);
        looks += 1;
      } catch {} // It has just ended.
      await sleep(5);
    }
    expect((await ended).exitCode).toBe(0);
    expect(looks).toBeGreaterThan(20);
    expect([...seen].sort()).toEqual([...hosts].map(({ address }) => `tcp ${address}:22`).sort());
    const calls = new Set((await readFile(place.path('network'), 'utf8')).trim().split('\n'));
    expect([...calls].sort()).toEqual([...hosts].map(({ address }) => `connects to ${address}:22`).sort());
  });
});
