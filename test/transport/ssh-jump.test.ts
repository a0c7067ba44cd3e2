import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sshTransport } from '../../src/transport/ssh/ssh-transport.ts';
import type { Endpoint } from '../../src/transport/transport.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';
import { limits, readAll } from './contract.ts';
import { enemyServer } from './enemy-server.ts';
import { oddServer } from './odd-server.ts';
import { endpointOf } from './ssh-host.ts';

let bastion: SshdHost;
let fleet: SshdHost;
beforeAll(async () => {
  [bastion, fleet] = await Promise.all([startSshd(), startSshd({ addresses: 12 })]);
});
afterAll(async () => {
  await bastion?.[Symbol.asyncDispose]();
  await fleet?.[Symbol.asyncDispose]();
});

const logins = (host: SshdHost) => host.log().match(/Accepted \w+ for/g)?.length ?? 0;
const jump = () => endpointOf(bastion, { host: 'bastion', user: 'guest' });
const behind = (address: string) => endpointOf(fleet, { host: address, address, jump: jump() });

describe('a host behind a jump host', () => {
  it('is reached like any other, and all of them share one connection to the jump host', async () => {
    const before = logins(bastion);
    await using transport = sshTransport();
    const connections = await Promise.all(
      fleet.addresses.map((address) => transport.connect(behind(address), limits())),
    );
    const said = await Promise.all(
      connections.map(async (connection) => readAll(await connection.open('echo $SSH_CONNECTION', limits()))),
    );
    expect(said.map(({ stdout }) => stdout.split(' ')[2])).toEqual(fleet.addresses);
    expect(logins(bastion)).toBe(before + 1);
  });

  it('is tried again in a while where the jump host has no room for more', async () => {
    await using server = await enemyServer({ room: 3 });
    await using transport = sshTransport();
    const jump = { ...endpointOf(bastion), host: 'tight', address: '127.0.0.1', port: server.port };
    const refused: Endpoint = { ...jump, hostKeys: 'off', knownHosts: [] };
    await Promise.all(
      fleet.addresses.map(async (address) => {
        const target = endpointOf(fleet, { host: address, address, jump: refused });
        await using connection = await transport.connect(target, limits(20_000));
        expect(connection.isUsable).toBe(true);
      }),
    );
  });

  it('waits its turn where more would log in through one jump host than are wanted', async () => {
    await using silent = await oddServer(() => {});
    await using transport = sshTransport({ mostLoginsPerJump: 2 });
    const target = { ...behind('127.0.0.1'), port: silent.port };
    const connecting = Array.from({ length: 5 }, () =>
      transport.connect(target, limits(1_500)).catch((error) => error.reason),
    );
    await expect.poll(silent.open).toBe(2);
    expect(await Promise.race(connecting)).toBe('banner_timeout');
    expect(silent.connections()).toBeLessThanOrEqual(4); // The first two, and those that came when they had gone.
    await Promise.all(connecting);
  });

  it('carries many bytes both ways', async () => {
    await using transport = sshTransport();
    const connection = await transport.connect(behind(fleet.address), limits());
    const channel = await connection.open('cat', limits());
    channel.stdin.end(Buffer.alloc(5_000_000, 'x'));
    expect((await readAll(channel)).stdout).toHaveLength(5_000_000);
  });

  it('is lost with its jump host, and reached again when that is back', async () => {
    await using own = await startSshd();
    await using transport = sshTransport();
    const endpoint = endpointOf(fleet, { jump: endpointOf(own) });
    const connection = await transport.connect(endpoint, limits());
    const channel = await connection.open('sleep 30', limits());
    await own.dropLinks();
    expect(await channel.ended).toMatchObject({ kind: 'link-lost' });
    const again = await transport.connect(endpoint, limits());
    expect(again.isUsable).toBe(true);
  });

  it('fails as jump_failed with the reason of the jump host, whose password is tried once for all', async () => {
    await using own = await startSshd();
    await using transport = sshTransport();
    const wrong = endpointOf(own, {
      host: 'bastion',
      user: 'pi',
      credentials: [{ kind: 'password', password: 'canary' }],
    });
    const failures = fleet.addresses.map((address) =>
      transport.connect({ ...behind(address), jump: wrong }, limits()).catch((error: unknown) => error),
    );
    for (const error of await Promise.all(failures)) {
      expect(error).toMatchObject({
        reason: 'jump_failed',
        message: expect.stringContaining('auth_rejected'),
      });
      expect(error).toHaveProperty('message', expect.stringContaining('bastion'));
    }
    expect(own.log().match(/Failed password/g)).toHaveLength(1);
  });

  it('has a reason of its own when only the last step fails', async () => {
    await using transport = sshTransport();
    const refused = transport.connect({ ...behind(fleet.address), port: 1 }, limits());
    await expect(refused).rejects.toMatchObject({
      reason: 'refused',
      message: expect.stringContaining('bastion'),
    });
    await using closed = await startSshd({ config: ['AllowTcpForwarding no'] });
    const forbidden = transport.connect({ ...behind(fleet.address), jump: endpointOf(closed) }, limits());
    await expect(forbidden).rejects.toMatchObject({
      reason: 'jump_failed',
      message: expect.stringContaining('AllowTcpForwarding'),
    });
  });

  it('can stand behind two jump hosts', async () => {
    await using second = await startSshd();
    await using transport = sshTransport();
    const endpoint = endpointOf(fleet, { jump: endpointOf(second, { jump: jump() }) });
    const connection = await transport.connect(endpoint, limits());
    expect((await readAll(await connection.open('echo there', limits()))).stdout).toBe('there\n');
    expect(bastion.log()).toContain('Accepted');
    await transport[Symbol.asyncDispose]();
    expect(await connection.lost).toBeUndefined();
  });
});
