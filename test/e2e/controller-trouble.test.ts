import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Cli, makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';

const sh = promisify(execFile);

describe('a controller in trouble while its commands run', () => {
  let host: SshdHost;
  let place: Workplace;
  beforeAll(async () => {
    host = await startSshd();
  });
  afterAll(() => host?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    await host.exec(`rm -f ${host.home('root')}/*`);
    place = await makeWorkplace();
    await place.write('inventory.yml', inventoryOf(host));
    await place.write(
      'playbook.yml',
      'hosts: all\nstages:\n  - { exec: "touch begun; sleep 1", timeout: 2s }\n  - exec: touch later\n',
    );
  });
  afterEach(() => place[Symbol.asyncDispose]());

  const args = ['playbook.yml', '-i', 'inventory.yml'];
  const files = async () => (await host.exec(`ls ${host.home('root')}`)).stdout.trim().split('\n');

  async function begun(): Promise<Cli> {
    const cli = place.start(args);
    await expect.poll(files, { timeout: 10_000, interval: 20 }).toContain('begun');
    return cli;
  }

  it('that is stopped until all time limits are over hears what came in time, and goes on', async () => {
    const cli = await begun();
    cli.signal('SIGSTOP');
    await sleep(2500);
    cli.signal('SIGCONT');
    const { exitCode, stderr } = await cli.ended;
    expect(exitCode, stderr).toBe(0);
    expect(await files()).toEqual(['begun', 'later']);
  });

  it('whose run directory is removed starts nothing more, and says why', async () => {
    const cli = await begun();
    await rm(join(place.directory, 'state/aeon-run/runs'), { recursive: true });
    const { exitCode, stderr } = await cli.ended;
    expect(exitCode).toBe(5);
    expect(stderr).toMatch(/the journal .* cannot be written, so nothing new is started: it was removed/);
    expect(await files()).toEqual(['begun']);
  });

  it('on whose disk a host writes without an end keeps room for the journal, and says what it did not keep', async () => {
    await mkdir(place.path('small'));
    await sh('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', place.path('small')]);
    try {
      await place.write(
        'playbook.yml',
        `hosts: all
stages:
  - exec: head -c 100000000 /dev/zero | tee big
  - { fetch: { src: big, dest: small/fetched }, continue-on-error: true }
  - exec: rm big; touch later; seq 200000
`,
      );
      const { exitCode, stderr } = await place.run([
        ...args,
        '--run-dir',
        'small',
        '--results',
        'results.json',
      ]);
      expect(exitCode, stderr).toBe(0);
      expect(await files()).toEqual(['later']);
      const left = /less than 3 MB are left on the disk of \S+, and a run leaves those free$/;
      const { devices } = JSON.parse(await readFile(place.path('results.json'), 'utf8'));
      expect(devices[0].stages).toMatchObject([
        { outcome: 'ok', message: expect.stringMatching(/^its output could not be kept whole here/) },
        { outcome: 'failed', reason: 'not_kept', message: expect.stringMatching(left) },
        { outcome: 'ok', message: expect.stringMatching(left) },
      ]);
      const { bavail, bsize } = await statfs(place.path('small'));
      expect(bavail * bsize).toBeGreaterThan(1_000_000);
    } finally {
      await sh('umount', [place.path('small')]);
    }
  });

  it('whose output goes to a full disk goes on, and does not say that all is good', async () => {
    const full = openSync('/dev/full', 'w');
    const program = join(import.meta.dirname, '../../src/cli/main.ts');
    const env = { PATH: process.env.PATH, HOME: place.directory, XDG_STATE_HOME: place.path('state') };
    const child = spawn(process.execPath, [program, ...args], {
      cwd: place.directory,
      env,
      stdio: ['ignore', full, full],
    });
    closeSync(full);
    expect(await once(child, 'exit')).toEqual([5, null]);
    expect(await place.results()).toMatchObject({ successful: 1 });
  });
});
