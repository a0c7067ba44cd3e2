import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';

describe('the rate counts every planned host', () => {
  let host: SshdHost;
  let place: Workplace;
  beforeAll(async () => {
    host = await startSshd({ addresses: 20 });
    place = await makeWorkplace();
    const hosts = host.addresses.map((address, at) => [
      `h${at + 1}`,
      { address, port: at === 19 ? 9 : host.port },
    ]);
    const defaults = { user: 'root', key: host.clientKey.path, 'known-hosts': host.knownHosts };
    await place.write('inventory.yml', JSON.stringify({ defaults, hosts: Object.fromEntries(hosts) }));
  });
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
    await place?.[Symbol.asyncDispose]();
  });

  async function judged(work: string, assert: string, hosts = 'all') {
    const playbook = `
defaults: { retry: { attempts: 1 }, concurrency: 20 }
stages:
  - { name: Work, hosts: "${hosts}", ${work} }
  - { assert: { ${assert} } }
`;
    await place.write('playbook.yml', playbook);
    const { exitCode } = await place.run(['playbook.yml', '-i', 'inventory.yml']);
    const { stages, success_rate } = (await place.results()) as {
      stages: { verdict?: string }[];
      success_rate: number;
    };
    return { exitCode, verdict: stages[1]?.verdict, success_rate };
  }

  it('19 of 20 with one unreachable are 95 %: an assert of 95 holds, one of 95.01 does not', async () => {
    expect(await judged('exec: "true"', 'success-rate: 95')).toEqual({
      exitCode: 1, // A host failed, though the assert holds.
      verdict: '19 of 20 hosts are ok (95 %), 95 % asked',
      success_rate: 95,
    });
    expect(await judged('exec: "true"', 'success-rate: 95.01')).toMatchObject({
      verdict: '19 of 20 hosts are ok (95 %), 95.01 % asked',
    });
  });

  it('it is never rounded up: two of three are less than 66.67 %', async () => {
    const found = await judged('exec: "true"', 'success-rate: 66.67', 'h18,h19,h20');
    expect(found.verdict).toBe('2 of 3 hosts are ok (66.66 %), 66.67 % asked');
    expect(found.success_rate).toBeLessThan(200 / 3 + 1e-9);
    expect(await place.results()).toMatchObject({ stopped: expect.stringContaining('does not hold') });
  });

  it('a command that failed, one that nobody knows and one that was cancelled are in it', async () => {
    const odd =
      '[ {{host.name}} != h1 ] || exit 1; [ {{host.name}} != h2 ] || kill -9 $$; [ {{host.name}} != h3 ] || sleep 60';
    await place.write(
      'playbook.yml',
      `defaults: { retry: { attempts: 1 } }\nstages:\n  - { name: Work, hosts: "h[1-8]", concurrency: 7, exec: "${odd}" }\n`,
    );
    const cli = place.start(['playbook.yml', '-i', 'inventory.yml', '--output', 'json']);
    await expect.poll(() => cli.stdout.match(/"task-ended"/g)?.length, { timeout: 20_000 }).toBe(7);
    cli.signal('SIGINT');
    expect((await cli.ended).exitCode).toBe(130);
    expect(await place.results()).toMatchObject({
      total_devices: 8,
      successful: 5,
      failed: 3,
      success_rate: 62.5,
      stages: [{ ok: 5, planned: 8, success_rate: 62.5 }],
    });
  });

  it('a host that failed before is in the denominator of every later stage', async () => {
    const work = 'exec: "true" }\n  - { name: Again, hosts: all, exec: "true"';
    await place.write(
      'playbook.yml',
      `
defaults: { retry: { attempts: 1 }, concurrency: 20 }
stages:
  - { name: Work, hosts: all, ${work} }
  - { assert: { success-rate: 100, of: Again } }
`,
    );
    expect((await place.run(['playbook.yml', '-i', 'inventory.yml'])).exitCode).toBe(1);
    expect(await place.results()).toMatchObject({
      stages: [
        { ok: 19, planned: 20 },
        { ok: 19, planned: 20, success_rate: 95 },
        { verdict: '19 of 20 hosts are ok (95 %), 100 % asked' },
      ],
      stopped: expect.stringContaining('does not hold'),
    });
  });

  it('a host that when leaves out was not planned there', async () => {
    const { verdict } = await judged(`exec: "true", when: "host.name != 'h20'"`, 'success-rate: 100');
    expect(verdict).toBe('19 of 19 hosts are ok (100 %), 100 % asked');
  });
});
