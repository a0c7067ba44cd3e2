import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HostKeyCheck } from '../../src/transport/ssh/host-keys/check.ts';
import { KnownHostsFiles } from '../../src/transport/ssh/host-keys/known-hosts-files.ts';
import type { Endpoint } from '../../src/transport/transport.ts';

const keyOf = (fill: number) =>
  Buffer.concat([Buffer.from('\0\0\0\x0bssh-ed25519\0\0\0\x20', 'latin1'), Buffer.alloc(32, fill)]);

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-host-key-check-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const endpoint = (path: string): Endpoint => ({
  host: 'm1',
  address: '10.0.0.1',
  port: 22,
  user: 'pi',
  credentials: [],
  hostKeys: 'accept-new',
  knownHosts: [path],
});

describe('a host on another port than 22', () => {
  const lineOf = (name: string, fill: number) => `${name} ssh-ed25519 ${keyOf(fill).toString('base64')}\n`;
  const shown = async (...lines: readonly string[]) => {
    const path = join(directory, 'ports');
    writeFileSync(path, lines.join(''));
    const there = { ...endpoint(path), port: 2222, hostKeys: 'strict' as const };
    const check = await HostKeyCheck.prepare(there, [], new KnownHostsFiles());
    return check.refusal(keyOf(2))?.reason ?? 'good';
  };

  it('is known by the bare name where nobody knows it with its port', async () => {
    expect(await shown(lineOf('10.0.0.1', 2))).toBe('good');
    expect(await shown(lineOf('10.0.0.1', 1))).toBe('hostkey_unknown');
  });

  it('has changed where another key is known with its port, whatever the bare name has', async () => {
    const own = lineOf('[10.0.0.1]:2222', 1);
    expect(await shown(own, lineOf('10.0.0.1', 2))).toBe('hostkey_changed');
    expect(await shown(lineOf('[10.0.0.1]:2222', 2), lineOf('10.0.0.1', 1))).toBe('good');
  });
});

describe('two logins at once to a host that is new', () => {
  async function remembered(path: string, ...keys: readonly Buffer[]) {
    const files = new KnownHostsFiles();
    const checks = await Promise.all(keys.map(() => HostKeyCheck.prepare(endpoint(path), [], files)));
    checks.forEach((check, at) => {
      expect(check.refusal(keys[at] ?? Buffer.alloc(0))).toBeUndefined();
    });
    const reasons = await Promise.all(
      checks.map((check) =>
        check.remember().then(
          () => 'good',
          (error) => error.reason,
        ),
      ),
    );
    return { reasons, lines: readFileSync(path, 'utf8').trimEnd().split('\n') };
  }

  it('leave one line when they are shown the same key', async () => {
    const { reasons, lines } = await remembered(join(directory, 'same'), keyOf(1), keyOf(1));
    expect(reasons).toEqual(['good', 'good']);
    expect(lines).toHaveLength(1);
  });

  it('are not both good when they are shown different keys', async () => {
    const { reasons, lines } = await remembered(join(directory, 'different'), keyOf(1), keyOf(2));
    expect(reasons).toEqual(['good', 'hostkey_changed']);
    expect(lines).toHaveLength(1);
  });
});
