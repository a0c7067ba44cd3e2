import { randomBytes } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uploadFile } from '../../src/remote/file/upload.ts';
import { newNonce } from '../../src/remote/link.ts';
import { SourceFiles } from '../../src/run/source/source-files.ts';
import { sshTransport } from '../../src/transport/ssh/ssh-transport.ts';
import { inventoryOf } from '../fleet/inventory.ts';
import { type LinkProxy, startProxy } from '../fleet/proxy.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';

const rounds = Number(process.env.AEON_TEST_ROUNDS ?? 40);
const [before, after] = [randomBytes(150_000), randomBytes(200_000)];
/** Too large to be kept in memory. */
const large = randomBytes(9_000_000);

let sshd: SshdHost;
let place: Workplace;
let proxy: LinkProxy;
beforeAll(async () => {
  sshd = await startSshd({ addresses: 2 });
  place = await makeWorkplace();
  proxy = await startProxy(sshd);
  await place.write('agent.bin', after);
  await place.write('large.bin', large);
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await place[Symbol.asyncDispose]();
  await sshd[Symbol.asyncDispose]();
});

const directory = () => join(sshd.home('root'), 'opt');

/** As it was before: an older file, and nothing else. */
async function reset(): Promise<string> {
  await sshd.exec(`rm -rf ${directory()} && mkdir ${directory()}`);
  const target = join(directory(), 'agent.bin');
  writeFileSync(target, before);
  chmodSync(target, 0o640);
  return target;
}

async function transfer(destination: string, sources = new SourceFiles(), name = 'agent.bin') {
  await using transport = sshTransport();
  const limits = { timeoutMs: 5000, signal: new AbortController().signal };
  const endpoint = { host: 'm1', address: proxy.address, port: proxy.port, user: 'root', knownHosts: [] };
  const key = { kind: 'key', path: sshd.clientKey.path } as const;
  const connection = await transport.connect({ ...endpoint, hostKeys: 'off', credentials: [key] }, limits);
  const source = await sources.get(place.path(name));
  const link = { host: 'm1', connection, attemptId: newNonce(), signal: limits.signal };
  return await uploadFile(link, { source, destination, mode: '755', timeoutMs: 5000 });
}

describe('a transferred file is the complete new one or the untouched old one', () => {
  it(`wherever the link is cut (${rounds} times)`, async () => {
    const target = await reset();
    await transfer(target);
    const whole = proxy.links.at(-1)?.passed('to-host') ?? 0;
    expect(whole).toBeGreaterThan(after.length);
    let kept = 0;
    for (let round = 0; round < rounds; round++) {
      await reset();
      const bytes = Math.floor((whole * (round + Math.random())) / rounds);
      proxy.cutAfter(bytes, 'to-host', round % 2 === 0 ? 'reset' : 'close');
      const end = await transfer(target).catch((error: Error) => error);
      proxy.heal();
      // What was started on the host comes to its end: the temporary file is gone, whichever of the two is there.
      await expect.poll(() => readdirSync(directory()), { timeout: 10_000 }).toEqual(['agent.bin']);
      const is = readFileSync(target);
      expect(is.equals(before) || is.equals(after), `cut after ${bytes} of ${whole} bytes`).toBe(true);
      if (end === 'installed') expect(is.equals(after)).toBe(true);
      if (is.equals(before)) kept += 1;
    }
    expect(kept).toBeGreaterThan(rounds / 2);
  }, 120_000);

  it.each([
    ['other bytes', () => randomBytes(large.length)],
    ['more bytes', () => Buffer.concat([randomBytes(1000), large])],
    ['fewer bytes', () => large.subarray(0, 1_000_000)],
    ['nothing', () => undefined],
  ])('also when %s are in the source than when it was measured', async (_name, content) => {
    const target = await reset();
    const sources = new SourceFiles();
    const source = await sources.get(place.path('large.bin'));
    const bytes = content();
    if (bytes === undefined) rmSync(place.path('large.bin'));
    else await place.write('large.bin', bytes);
    await expect(transfer(target, sources, 'large.bin')).rejects.toMatchObject({
      reason: 'checksum_differs',
    });
    expect(await source.hasChanged?.()).toBe(true);
    expect(readFileSync(target).equals(before)).toBe(true);
    expect(readdirSync(directory())).toEqual(['agent.bin']);
    await place.write('large.bin', large);
  });

  it('which of a small source is always the one that was measured', async () => {
    const target = await reset();
    const sources = new SourceFiles();
    await sources.get(place.path('agent.bin'));
    await place.write('agent.bin', randomBytes(1000));
    expect(await transfer(target, sources)).toBe('installed');
    expect(readFileSync(target).equals(after)).toBe(true);
    await place.write('agent.bin', after);
  });

  it('and every host gets the bytes that were there when the run was planned, or none', async () => {
    await reset();
    await place.write('inventory.yml', inventoryOf(sshd));
    await place.write(
      'playbook.yml',
      `
hosts: h1
stages:
  - transfer: { src: large.bin, dest: opt/first }
  - exec: touch opt/waiting; until [ -e opt/go ]; do sleep 0.05; done
  - { transfer: { src: large.bin, dest: opt/second }, retry: { attempts: 3, delay: 1 } }
`,
    );
    const cli = place.start(['playbook.yml', '-i', 'inventory.yml', '--output', 'json']);
    await expect.poll(() => readdirSync(directory()), { timeout: 20_000 }).toContain('waiting');
    await place.write('large.bin', randomBytes(1000));
    await sshd.exec(`touch ${directory()}/go`);
    const end = await cli.ended;
    expect(end.exitCode).toBe(1);
    const told = end.stdout.split('\n').find((line) => /"task-ended","stage":"3"/.test(line)) ?? '{}';
    expect(JSON.parse(told).result).toMatchObject({
      outcome: 'failed',
      reason: 'source_changed',
      attempts: 1,
    });
    expect(readFileSync(join(directory(), 'first')).equals(large)).toBe(true);
    expect(readdirSync(directory())).not.toContain('second');
  });
});
