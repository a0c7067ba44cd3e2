import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { startHosts } from '../fleet/namespace-host.ts';
import { startProxy } from '../fleet/proxy.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { startSshd } from '../fleet/sshd.ts';
import { enemyServer } from '../transport/enemy-server.ts';

let place: Workplace;
beforeEach(async () => {
  place = await makeWorkplace();
  await place.write('playbook.yml', 'stages:\n  - { hosts: h1, exec: "true", retry: { attempts: 1 } }\n');
});
afterEach(() => place?.[Symbol.asyncDispose]());

const args = ['playbook.yml', '-i', 'inventory.yml'];
const env = { PASSWORD: 'raspberry 314' };

/** A run that logs in by password; gives the reason of the first stage. */
async function reasonOf(inventory: string): Promise<string | undefined> {
  await place.write('inventory.yml', inventory);
  await place.run(args, { env });
  const { devices } = (await place.results()) as { devices: { stages: { reason?: string }[] }[] };
  return devices[0]?.stages[0]?.reason;
}

const byPassword = { user: 'pi', key: undefined, password: { env: 'PASSWORD' } };

describe('no credential leaves before the host key matched', () => {
  it.each([
    ['strict', 'hostkey_changed'],
    ['accept-new', 'hostkey_changed'],
  ])('a server with another key hears of no user and no password: %s', async (policy, reason) => {
    await using enemy = await enemyServer();
    const known = place.path('known_hosts');
    await writeFile(known, `[127.0.0.1]:${enemy.port} ${otherKey}\n`);
    const host = { address: '127.0.0.1', port: enemy.port, 'known-hosts': known, 'host-keys': policy };
    const inventory = JSON.stringify({ defaults: { ...byPassword, key: undefined }, hosts: { h1: host } });
    expect(await reasonOf(inventory)).toBe(reason);
    expect(enemy.heard).toEqual([]);
  });

  it('nor does one whose key nobody knows, unless it is to be believed', async () => {
    await using enemy = await enemyServer();
    const host = { address: '127.0.0.1', port: enemy.port, 'known-hosts': place.path('known_hosts') };
    const inventory = (policy: object) =>
      JSON.stringify({ defaults: byPassword, hosts: { h1: { ...host, ...policy } } });
    expect(await reasonOf(inventory({}))).toBe('hostkey_unknown');
    expect(enemy.heard).toEqual([]);
    await reasonOf(inventory({ 'host-keys': 'accept-new' }));
    expect(enemy.heard).toEqual(['pi none']); // The same server does hear of us when it may: it lets all in.
  });

  it('a real sshd with a new key sees the link end before a login, on the wire and in its log', async () => {
    await using host = await startSshd();
    await using proxy = await startProxy({ address: host.address, port: host.port });
    const { address, port } = proxy;
    const known = `[${address}]:${port} ${host.hostKey.publicKey}\n`;
    await writeFile(host.knownHosts, known);
    const inventory = inventoryOf(host, { defaults: byPassword, hosts: { h1: { address, port } } });
    expect(await reasonOf(inventory)).toBeUndefined();
    const whole = proxy.links[0]?.sentByClient.length ?? 0;
    await host.replaceHostKey();
    const before = host.log().length;
    expect(await reasonOf(inventory)).toBe('hostkey_changed');
    const log = host.log().slice(before);
    expect(log).toContain('Connection from');
    expect(log).not.toMatch(/password|publickey|user pi|for pi/);
    expect(proxy.links).toHaveLength(2); // One try: a changed key is not asked again.
    expect(proxy.links[1]?.sentByClient.length).toBeLessThan(whole / 2);
  });

  it('a host that comes back from a reboot with another key gets none', async () => {
    await using hosts = await startHosts(['h1'], { onReboot: 'changes-host-key', bootDelayMs: 0 });
    await place.write('inventory.yml', inventoryOf(hosts));
    await place.write('playbook.yml', 'stages:\n  - { hosts: h1, reboot: { timeout: 20s } }\n');
    const end = await place.run(args);
    expect(end.exitCode).toBe(1);
    expect(await place.results()).toMatchObject({ devices: [{ stages: [{ reason: 'hostkey_changed' }] }] });
    expect(
      hosts
        .get('h1')
        .log()
        .match(/Accepted publickey/g),
    ).toHaveLength(1);
  });
});

const otherKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJi3hQ1bGdIyTNnRQGSJ9fJ2b1XkLZJfH0p0ZyQm8a1C';
