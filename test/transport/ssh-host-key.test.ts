import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sshTransport } from '../../src/transport/ssh/ssh-transport.ts';
import type { Endpoint } from '../../src/transport/transport.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';
import { limits } from './contract.ts';
import { type Enemy, enemyServer } from './enemy-server.ts';
import { endpointOf } from './ssh-host.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-ssh-host-key-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let files = 0;
function knownHosts(text?: string): string {
  files += 1;
  const path = join(directory, `known_hosts_${files}`);
  if (text !== undefined) writeFileSync(path, text);
  return path;
}

async function connected(host: SshdHost, changes: Partial<Endpoint>): Promise<true> {
  await using transport = sshTransport();
  await using _connection = await transport.connect(endpointOf(host, changes), limits());
  return true;
}

const nameIn = (host: SshdHost) => `[${host.address}]:${host.port}`;

describe('the key of a host', () => {
  let host: SshdHost;
  beforeAll(async () => {
    host = await startSshd();
  });
  afterAll(() => host?.[Symbol.asyncDispose]());

  it('that is not known is refused when strict, with its fingerprint and what to run', async () => {
    const path = knownHosts();
    await expect(connected(host, { knownHosts: [path] })).rejects.toMatchObject({
      reason: 'hostkey_unknown',
      message: expect.stringContaining(host.hostKey.fingerprint),
    });
    const error = await connected(host, { knownHosts: [path] }).catch((failure: Error) => failure);
    const command = /"(ssh-keyscan .*?)"/.exec(error instanceof Error ? error.message : '')?.[1] ?? 'false';
    execFileSync('/bin/sh', ['-c', command], { stdio: 'ignore' });
    expect(await connected(host, { knownHosts: [path] })).toBe(true);
  });

  it('is found where ssh-keygen hashed it, and among several files', async () => {
    const path = knownHosts(readFileSync(host.knownHosts, 'utf8'));
    execFileSync('ssh-keygen', ['-q', '-H', '-f', path], { stdio: 'ignore' });
    expect(readFileSync(path, 'utf8')).toMatch(/^\|1\|/);
    expect(await connected(host, { knownHosts: [knownHosts(), path] })).toBe(true);
  });

  it('is found in the files of the transport when the host names none', async () => {
    await using transport = sshTransport({ knownHosts: [host.knownHosts] });
    await using _ = await transport.connect(endpointOf(host, { knownHosts: [] }), limits());
    await using other = sshTransport({ knownHosts: [knownHosts()] });
    const refused = other.connect(endpointOf(host, { knownHosts: [] }), limits());
    await expect(refused).rejects.toMatchObject({ reason: 'hostkey_unknown' });
  });

  it('that has changed is refused when strict and when new ones are accepted, and the line is named', async () => {
    const other = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIH2BqX2fxyWUDe1q7VhB2dn6AYpXvYxKuwGgPXpY0OjF';
    const path = knownHosts(`# ours\n${nameIn(host)} ${other}\n`);
    for (const hostKeys of ['strict', 'accept-new'] as const) {
      await expect(connected(host, { knownHosts: [path], hostKeys })).rejects.toMatchObject({
        reason: 'hostkey_changed',
        message: expect.stringContaining(`${path}:2`),
      });
    }
    expect(await connected(host, { knownHosts: [path], hostKeys: 'off' })).toBe(true);
  });

  it('that is revoked is refused whatever the policy', async () => {
    const known = readFileSync(host.knownHosts, 'utf8');
    const path = knownHosts(`${known}@revoked * ${host.hostKey.publicKey}\n`);
    for (const hostKeys of ['strict', 'accept-new', 'off'] as const) {
      const refused = connected(host, { knownHosts: [path], hostKeys });
      await expect(refused).rejects.toMatchObject({ reason: 'hostkey_revoked' });
    }
  });

  it('that only a certificate authority vouches for is unknown, and the sentence says why', async () => {
    const path = knownHosts(`@cert-authority * ${host.hostKey.publicKey}\n`);
    await expect(connected(host, { knownHosts: [path] })).rejects.toMatchObject({
      reason: 'hostkey_unknown',
      message: expect.stringContaining('certificate authority'),
    });
  });

  it('cannot be judged by a file that cannot be read', async () => {
    await expect(connected(host, { knownHosts: [directory] })).rejects.toMatchObject({
      reason: 'known_hosts_unusable',
    });
  });

  it('that is new is written down when new ones are accepted, before any credential leaves, and kept', async () => {
    const path = join(directory, 'not/yet/known_hosts');
    const accept = { knownHosts: [path], hostKeys: 'accept-new' } as const;
    const nobody = { ...accept, credentials: [{ kind: 'password', password: 'wrong' }] } as const;
    await expect(connected(host, nobody)).rejects.toMatchObject({ reason: 'auth_rejected' });
    expect(readFileSync(path, 'utf8')).toBe(`${nameIn(host)} ${host.hostKey.publicKey}\n`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await connected(host, accept)).toBe(true);
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(2);
  });

  it('that cannot be written down lets nobody in', async () => {
    const accept = { knownHosts: ['/proc/version'], hostKeys: 'accept-new' } as const;
    await expect(connected(host, accept)).rejects.toMatchObject({ reason: 'known_hosts_unusable' });
  });

  it('that was replaced is refused at the next login', async () => {
    await using reinstalled = await startSshd();
    expect(await connected(reinstalled, {})).toBe(true);
    await reinstalled.replaceHostKey();
    await expect(connected(reinstalled, {})).rejects.toMatchObject({ reason: 'hostkey_changed' });
  });
});

describe('a host with several keys', () => {
  it('is asked for the one that is known, and is refused when it has that no more', async () => {
    await using host = await startSshd({ keyTypes: ['ed25519', 'ecdsa', 'rsa'] });
    for (const { publicKey } of host.hostKeys) {
      expect(await connected(host, { knownHosts: [knownHosts(`${nameIn(host)} ${publicKey}\n`)] })).toBe(
        true,
      );
    }
    await using other = await startSshd({ keyTypes: ['rsa'] });
    const path = knownHosts(`${nameIn(other)} ${other.hostKey.publicKey}\n`);
    const moved = knownHosts(`${nameIn(host)} ${readFileSync(path, 'utf8').split(' ').slice(1).join(' ')}`);
    await expect(connected(host, { knownHosts: [moved] })).rejects.toMatchObject({
      reason: 'hostkey_changed',
    });
  });
});

describe('many new hosts at once', () => {
  it('leave one valid line each', async () => {
    await using host = await startSshd({ addresses: 30 });
    const path = join(directory, 'fleet/known_hosts');
    await using transport = sshTransport();
    const connecting = host.addresses.map((address) =>
      transport.connect(
        endpointOf(host, { host: address, address, knownHosts: [path], hostKeys: 'accept-new' }),
        limits(20_000),
      ),
    );
    await Promise.all(connecting);
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    const expected = host.addresses.map((address) => `[${address}]:${host.port} ${host.hostKey.publicKey}`);
    expect(lines.sort()).toEqual(expected.sort());
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});

describe('a server of an enemy', () => {
  const endpoint = (server: Enemy, changes: Partial<Endpoint>): Endpoint => ({
    host: 'm1',
    address: '127.0.0.1',
    port: server.port,
    user: 'pi',
    credentials: [{ kind: 'password', password: 'canary' }],
    hostKeys: 'strict',
    knownHosts: [knownHosts(`[127.0.0.1]:${server.port} ${server.publicKey}\n`)],
    ...changes,
  });

  it('with an unknown key hears neither a user name nor a password', async () => {
    await using server = await enemyServer();
    await using transport = sshTransport();
    const connecting = transport.connect(endpoint(server, { knownHosts: [knownHosts()] }), limits());
    await expect(connecting).rejects.toMatchObject({ reason: 'hostkey_unknown' });
    expect(server.heard).toEqual([]);
    await using _ = await transport.connect(endpoint(server, {}), limits());
    expect(server.heard).toEqual(['pi none']);
  });

  it('that shows a key which it does not have leaves no line in known_hosts', async () => {
    await using server = await enemyServer({ isLiar: true });
    await using transport = sshTransport();
    const path = knownHosts();
    const accept = endpoint(server, { knownHosts: [path], hostKeys: 'accept-new' });
    await expect(transport.connect(accept, limits())).rejects.toMatchObject({ reason: 'protocol_error' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(existsSync(path)).toBe(false);
    expect(server.heard).toEqual([]);
  });

  it('that shows another key at a rekey loses the link, by name', async () => {
    for (const hostKeys of ['strict', 'accept-new'] as const) {
      await using server = await enemyServer();
      await using transport = sshTransport();
      const connection = await transport.connect(endpoint(server, { hostKeys }), limits());
      server.changeKey();
      server.rekey();
      expect(await connection.lost).toMatchObject({ reason: 'hostkey' });
      expect(connection.isUsable).toBe(false);
    }
  });

  it('that was new at the login and shows another key at a rekey loses the link too', async () => {
    await using server = await enemyServer();
    await using transport = sshTransport();
    const accept = endpoint(server, { knownHosts: [knownHosts()], hostKeys: 'accept-new' });
    const connection = await transport.connect(accept, limits());
    server.changeKey();
    server.rekey();
    expect(await connection.lost).toMatchObject({ reason: 'hostkey' });
  });

  it('that shows its own key again at a rekey keeps the link', async () => {
    await using server = await enemyServer();
    await using transport = sshTransport();
    const connection = await transport.connect(endpoint(server, {}), limits());
    const rekeyed = server.rekeyed();
    server.rekey();
    await rekeyed;
    expect(connection.isUsable).toBe(true);
  });
});
