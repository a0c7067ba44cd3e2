import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HostKeyCheck } from '../../src/transport/ssh/host-key-check.ts';
import { KnownHostsFiles } from '../../src/transport/ssh/known-hosts-files.ts';
import type { Endpoint } from '../../src/transport/transport.ts';

const keyOf = (fill: number) =>
  Buffer.concat([Buffer.from('\0\0\0\x0bssh-ed25519\0\0\0\x20', 'latin1'), Buffer.alloc(32, fill)]);

describe('two logins at once to a host that is new', () => {
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

  async function remembered(path: string, ...keys: readonly Buffer[]) {
    const files = new KnownHostsFiles();
    const checks = await Promise.all(keys.map(() => HostKeyCheck.prepare(endpoint(path), [], files)));
    checks.forEach((check, at) => {
      expect(check.refusal(keys[at] ?? Buffer.alloc(0))).toBeUndefined();
    });
    const reasons = [];
    for (const check of checks) {
      reasons.push(
        await check.remember().then(
          () => 'good',
          (error) => error.reason,
        ),
      );
    }
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
