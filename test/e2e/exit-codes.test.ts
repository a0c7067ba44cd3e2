import { execFile, spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import type { Machine } from '../fleet/machine.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { startSshd } from '../fleet/sshd.ts';
import { tracesOn } from '../fleet/traces.ts';

let hosts: Hosts;
let host: Machine;
beforeAll(async () => {
  hosts = await startHosts(['h1', 'h2', 'h3', 'h4']);
  host = hosts.get('h1');
});
afterAll(() => hosts?.[Symbol.asyncDispose]());

let place: Workplace;
beforeEach(async () => {
  place = await makeWorkplace();
  await place.write('inventory.yml', inventoryOf(hosts));
});
afterEach(() => place?.[Symbol.asyncDispose]());

/** Runs a playbook of one command on the hosts. */
async function exec(command: string, { hosts = 'h1', more = '', args = [] as string[], env = {} } = {}) {
  await place.write(
    'playbook.yml',
    `stages:\n  - hosts: ${hosts}\n    exec: ${JSON.stringify(command)}\n${more}`,
  );
  return place.run(['playbook.yml', '-i', 'inventory.yml', ...args], { env });
}

const sh = (text: string) => promisify(execFile)('bash', ['-c', text]);

describe('the exit code', () => {
  it('is 0 when all is good', async () => {
    expect((await exec('true', { hosts: 'all' })).exitCode).toBe(0);
  });

  it('is 1 when a host or an assert failed', async () => {
    expect((await exec('false')).exitCode).toBe(1);
    const more = '    continue-on-error: true\n  - assert: { success-rate: 50 }\n';
    expect((await exec('false', { more })).exitCode).toBe(1);
  });

  it.each([
    ['a host that does not exist', { hosts: 'h99' }, /h99/],
    ['a limit that leaves nobody', { args: ['--limit', 'h1:!h1'] }, /leaves no host/],
    ['an option that does not exist', { args: ['--conccurrency', '3'] }, /unknown option/],
    ['a variable that does not exist', { more: '  - hosts: h1\n    exec: echo {{realease}}\n' }, /realease/],
  ])('is 2 with %s, and nothing was contacted', async (_name, options, message) => {
    const before = host.log();
    const end = await exec('true', options);
    expect(end.exitCode, end.stderr).toBe(2);
    expect(end.stderr).toMatch(message);
    expect(host.log()).toBe(before);
    expect(await place.runDirectories()).toEqual([]);
  });

  it('is 2 when a password is not to be had, and nothing was contacted', async () => {
    const before = host.log();
    await place.write(
      'inventory.yml',
      inventoryOf(hosts, { defaults: { password: { env: 'NO_SUCH_PASSWORD' } } }),
    );
    const end = await exec('true');
    expect(end.exitCode).toBe(2);
    expect(end.stderr).toContain('NO_SUCH_PASSWORD');
    expect(host.log()).toBe(before);
  });

  it('is 3 when nobody knows how a command ended', async () => {
    await place.write('playbook.yml', 'stages:\n  - hosts: h1\n    exec: kill -9 $$\n');
    const end = await place.run(['playbook.yml', '-i', 'inventory.yml']);
    expect(end.exitCode, end.stderr).toBe(3);
    expect(await place.results()).toMatchObject({
      devices: [{ outcome: 'unknown', stages: [{ reason: 'no_end_mark' }] }],
    });
    await host.exec('rm /tmp/.aeon*');
  });

  it('is 4 when another run is on one of the hosts, under whichever name', async () => {
    await place.write('playbook.yml', 'stages:\n  - hosts: h1\n    exec: sleep 20\n');
    await place.write('other.yml', inventoryOf(hosts).replace('h1:', 'other:'));
    const first = place.start(['playbook.yml', '-i', 'inventory.yml']);
    await expect
      .poll(async () => (await host.exec('pgrep -fx "sleep 20"')).exitCode, { timeout: 10_000 })
      .toBe(0);
    await place.write('playbook2.yml', 'stages:\n  - hosts: other\n    exec: touch /tmp/second\n');
    const second = await place.run(['playbook2.yml', '-i', 'other.yml']);
    expect(second.exitCode).toBe(4);
    expect(second.stderr).toMatch(
      /is locked by run \S+ of \S+playbook.yml, process \d+ on .*: wait until it is over/,
    );
    expect((await exec('true', { hosts: 'h2' })).exitCode).toBe(0);
    first.signal('SIGINT');
    expect((await first.ended).exitCode).toBe(130);
    expect((await place.run(['playbook2.yml', '-i', 'other.yml'])).exitCode).toBe(0);
    await host.exec('rm /tmp/second');
    expect(await tracesOn(host)).toEqual([]);
  });

  it('is 5 when the run directory cannot be made, with a sentence and no stack', async () => {
    await place.write('a-file', '');
    const end = await exec('touch /tmp/ran', { args: ['--run-dir', 'a-file/runs'] });
    expect(end.exitCode).toBe(5);
    expect(end.stderr).toMatch(
      /^aeon-run: .*a-file\/runs.* cannot be written, so nothing was started: .*--run-dir\n$/,
    );
    expect(await tracesOn(host)).toEqual([]);
  });

  it('is 5 when the disk under the journal is full: nothing new starts', async () => {
    await mkdir(place.path('small'));
    await sh(`mount -t tmpfs -o size=256k tmpfs ${place.path('small')}`);
    try {
      const fill = `head -c 1000000 /dev/zero >${place.path('small/filler')} || true`;
      await place.write(
        'playbook.yml',
        [
          'stages:',
          '  - { hosts: h1, exec: touch /tmp/first; until test -e /tmp/go; do sleep 0.05; done; seq 3000 }',
          '  - { hosts: all, exec: touch /tmp/second }',
        ].join('\n'),
      );
      const cli = place.start([
        'playbook.yml',
        '-i',
        'inventory.yml',
        '--run-dir',
        'small',
        '--results',
        'elsewhere.json',
      ]);
      await expect.poll(async () => (await host.exec('ls /tmp/first')).exitCode, { timeout: 10_000 }).toBe(0);
      await sh(fill);
      await host.exec('touch /tmp/go');
      const end = await cli.ended;
      expect(end.exitCode, end.stderr).toBe(5);
      expect(end.stderr).toMatch(
        /the journal \S+ cannot be written, so nothing new is started: .*no space left/i,
      );
      expect(end.stderr).not.toContain('please report it');
      expect((await host.exec('ls /tmp/second')).exitCode).not.toBe(0);
    } finally {
      await sh(`umount ${place.path('small')}`);
      await host.exec('rm -f /tmp/first /tmp/go /tmp/.aeon*');
    }
  });
});

describe('a controller that may open few files', () => {
  it.each([40, 28])('runs fewer hosts at once and says so: ulimit -n %i', async (limit) => {
    await using many = await startSshd({ addresses: 16 });
    await place.write('inventory.yml', inventoryOf(many));
    const stage =
      '{ hosts: all, concurrency: 16, retry: { attempts: 1 }, exec: echo out; echo err >&2; echo x >>ran }';
    await place.write('playbook.yml', `stages:\n  - ${stage}\n`);
    const main = `${process.execPath} ${process.cwd()}/src/cli/main.ts`;
    const env = { PATH: process.env.PATH, HOME: place.directory, XDG_STATE_HOME: place.path('state') };
    const shell = `ulimit -n ${limit}; ${main} playbook.yml -i inventory.yml`;
    const end = spawnSync('bash', ['-c', shell], { cwd: place.directory, env, encoding: 'utf8' });
    expect(end.status, end.stderr).toBe(0);
    expect(end.stderr).toContain('no more run at once; raise it with "ulimit -n');
    expect(await place.results()).toMatchObject({ successful: 16, failed: 0 });
    expect((await many.exec(`wc -l <${many.home('root')}/ran`)).stdout.trim()).toBe('16');
  });
});
