import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHostKey } from '../../../../src/transport/ssh/host-keys/host-key.ts';
import { KnownHostsFiles } from '../../../../src/transport/ssh/host-keys/known-hosts-files.ts';

function keyNumber(at: number) {
  const bytes = Buffer.alloc(32);
  bytes.writeUInt32BE(at);
  return readHostKey(Buffer.concat([Buffer.from('\0\0\0\x0bssh-ed25519\0\0\0\x20', 'latin1'), bytes]));
}

const host = (address: string, port = 22) => ({ address, port });

describe('the files of known hosts', () => {
  let directory = '';
  let path = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'aeonrun-known-hosts-files-'));
    path = join(directory, 'new/known_hosts');
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('are valid and private after many hosts were remembered at once, by two runs', async () => {
    const runs = [new KnownHostsFiles(), new KnownHostsFiles()];
    const hosts = Array.from({ length: 300 }, (_, at) => at);
    await Promise.all(
      hosts.map(async (at) => {
        const files = runs[at % 2];
        await files?.look([path], host(`m${at}`));
        await files?.remember(path, host(`m${at}`, 2222), keyNumber(at));
      }),
    );
    // A run that meets the other's half done write ends a line for it: the empty line is one that sshd(8) allows.
    const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
    const expected = hosts.map((at) => `[m${at}]:2222 ssh-ed25519 ${keyNumber(at).key}`);
    expect(lines.sort()).toEqual(expected.sort());
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'new')).mode & 0o777).toBe(0o700);
  });

  it('know a host as soon as it is remembered', async () => {
    const files = new KnownHostsFiles();
    await files.look([path], host('m1'));
    await files.remember(path, host('m1'), keyNumber(1));
    await files.remember(path, host('m2'), keyNumber(2));
    expect((await files.look([path], host('m2'))).exact).toMatchObject([
      { path, line: 2, key: keyNumber(2).key },
    ]);
  });

  it('are read again when others changed them, also by one line that is as long as the old one', async () => {
    const files = new KnownHostsFiles();
    const file = join(directory, 'known_hosts');
    const line = (at: number) => `m1 ssh-ed25519 ${keyNumber(at).key}\n`;
    writeFileSync(file, line(1));
    expect((await files.look([file], host('m1'))).exact).toMatchObject([{ key: keyNumber(1).key }]);
    writeFileSync(file, line(2));
    expect((await files.look([file], host('m1'))).exact).toMatchObject([{ key: keyNumber(2).key }]);
  });

  it('keep a last line that has no end', async () => {
    const file = join(directory, 'known_hosts');
    writeFileSync(file, `m1 ssh-ed25519 ${keyNumber(1).key}`);
    const files = new KnownHostsFiles();
    await files.look([file], host('m1'));
    await files.remember(file, host('m2'), keyNumber(2));
    const { exact } = await files.look([file], host('m2'));
    expect(exact).toMatchObject([{ line: 2, key: keyNumber(2).key }]);
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3);
  });

  it('keep the mode that their owner gave them', async () => {
    const file = join(directory, 'known_hosts');
    writeFileSync(file, '');
    chmodSync(file, 0o644);
    await new KnownHostsFiles().remember(file, host('m1'), keyNumber(1));
    expect(statSync(file).mode & 0o777).toBe(0o644);
  });

  it('are looked through for the bare name too, where the port is not 22', async () => {
    const file = join(directory, 'known_hosts');
    writeFileSync(file, `m1 ssh-ed25519 ${keyNumber(1).key}\n`);
    const { exact, portless } = await new KnownHostsFiles().look([file], host('m1', 2222));
    expect({ exact, portless }).toMatchObject({ exact: [], portless: [{ line: 1 }] });
  });

  it('know nobody when they do not exist, and say it when they cannot be used', async () => {
    const files = new KnownHostsFiles();
    expect(await files.look([path], host('m1'))).toEqual({ exact: [], portless: [] });
    mkdirSync(path, { recursive: true });
    const problem = { reason: 'known_hosts_unusable', message: expect.stringContaining(path) };
    await expect(files.look([path], host('m1'))).rejects.toMatchObject(problem);
    await expect(files.remember(path, host('m1'), keyNumber(1))).rejects.toMatchObject(problem);
  });

  it('hold ten thousand hosts, each found at once', async () => {
    const file = join(directory, 'known_hosts');
    const hosts = Array.from({ length: 10_000 }, (_, at) => at);
    writeFileSync(file, hosts.map((at) => `m${at} ssh-ed25519 ${keyNumber(at).key}\n`).join(''));
    const files = new KnownHostsFiles();
    for (const at of hosts) {
      const { exact } = await files.look([file], host(`m${at}`));
      expect(exact[0]?.key).toBe(keyNumber(at).key);
    }
  });
});
