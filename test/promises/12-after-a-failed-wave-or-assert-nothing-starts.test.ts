import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';

describe('after a failed assert no later stage starts', () => {
  let host: SshdHost;
  let place: Workplace;
  beforeAll(async () => {
    host = await startSshd({ addresses: 4 });
    place = await makeWorkplace();
    await place.write('inventory.yml', inventoryOf(host));
  });
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
    await place?.[Symbol.asyncDispose]();
  });

  async function run(assert: string) {
    await place.write(
      'playbook.yml',
      `
stages:
  - { name: First wave, hosts: "h1,h2", exec: 'test {{host.name}} = h1' }
  - { assert: { ${assert} } }
  - { name: Second wave, hosts: "h3,h4", exec: echo came >>later }
  - { name: Repair, hosts: all, exec: echo came >>later }
`,
    );
    const end = await place.run(['playbook.yml', '-i', 'inventory.yml']);
    const later = (
      await host.exec(`cat ${host.home('root')}/later 2>/dev/null; rm -f ${host.home('root')}/later`)
    ).stdout;
    return { end, later, logins: host.log().match(/Accepted publickey/g)?.length };
  }

  it('no host of it is even logged in to, and the results say what did not run', async () => {
    const { end, later, logins } = await run('success-rate: 51');
    expect(end.exitCode).toBe(1);
    expect(later).toBe('');
    expect(logins).toBe(2);
    expect(await place.results()).toMatchObject({
      stages: [{ status: 'bad' }, { status: 'bad' }, { status: 'not_run' }, { status: 'not_run' }],
      stopped: expect.stringMatching(/does not hold; the 2 stages after it did not run/),
      total_devices: 4,
      successful: 0, // One was well until then, and never came to its last stage.
      success_rate: 0,
    });
  });

  it('nor in its resume, when the controller dies behind the verdict', async () => {
    await run('success-rate: 51');
    const [directory = ''] = (await place.runDirectories()).slice(-1);
    const journal = join(directory, 'journal.ndjson');
    for (const left of [1, 2]) {
      const lines = readFileSync(journal, 'utf8').trimEnd().split('\n');
      // Without the end of the run; then without the verdict too, which is found again.
      const kept = lines.filter((line) => !/"run-(ended|resumed)"/.test(line));
      writeFileSync(journal, `${kept.slice(0, left === 1 ? undefined : -1).join('\n')}\n`);
      expect((await place.run(['resume', 'last'])).exitCode).toBe(1);
      expect(await place.results()).toMatchObject({
        stages: [{ status: 'bad' }, { status: 'bad' }, { status: 'not_run' }, { status: 'not_run' }],
      });
    }
    expect((await host.exec(`ls ${host.home('root')}`)).stdout).toBe('');
  });

  it('nor after a stage on this machine that failed', async () => {
    await place.write(
      'playbook.yml',
      'stages:\n  - local: exit 3\n  - { hosts: all, exec: echo came >>later }\n',
    );
    expect((await place.run(['playbook.yml', '-i', 'inventory.yml'])).exitCode).toBe(1);
    expect((await host.exec(`ls ${host.home('root')}`)).stdout).toBe('');
  });

  it('and they do when it holds', async () => {
    expect((await run('success-rate: 50')).later).toBe('came\n'.repeat(5));
  });

  describe('nor a wave after one that failed', () => {
    const failure = (host: string) => `
stages:
  - hosts: all
    rollout: { waves: [1, 50%, 100%] }
    stages:
      - exec: echo {{host.name}} >>came; sleep {{pause}}; test {{host.name}} != ${host}
      - exec: "true"
`;
    const came = async () => (await host.exec(`cat ${host.home('root')}/came`)).stdout.trim().split('\n');
    beforeEach(async () => {
      await host.exec(`rm -f ${host.home('root')}/came`);
    });

    /** Runs the playbook, kills the run while the last of these sleeps on its host, and resumes it. */
    async function killedAfter(lines: readonly string[]) {
      const run = place.start(['playbook.yml', '-i', 'inventory.yml', '-e', 'pause=1']);
      const sorted = async () => (await came().catch(() => [])).sort();
      await expect.poll(sorted, { timeout: 20_000, interval: 20 }).toEqual(lines);
      run.signal('SIGKILL');
      expect(await run.ended).toMatchObject({ exitCode: undefined });
      return await place.run(['resume', 'last']);
    }

    it('no host of it is even logged in to', async () => {
      await place.write('playbook.yml', failure('h2'));
      const before = host.log().match(/Accepted publickey/g)?.length ?? 0;
      const end = await place.run(['playbook.yml', '-i', 'inventory.yml', '-e', 'pause=0']);
      expect(end.exitCode, end.stderr).toBe(1);
      expect(await came()).toEqual(['h1', 'h2']);
      expect((host.log().match(/Accepted publickey/g)?.length ?? 0) - before).toBe(2);
      expect(await place.results()).toMatchObject({
        stopped: 'wave 2 of 3 has failed; the 3 stages after it did not run',
        successful: 1,
        failed: 3,
        success_rate: 25,
      });
    });

    it('nor in the resume of a run that was killed in the middle of it', async () => {
      await place.write('playbook.yml', failure('h2'));
      const end = await killedAfter(['h1', 'h2']);
      expect(end.exitCode, end.stderr).toBe(1);
      expect(await came()).toEqual(['h1', 'h2']);
      expect(await place.results()).toMatchObject({
        stopped: expect.stringMatching(/^wave 2 of 3 has failed/),
      });
    });

    it('but what its rollout has for that, also in a resume: each host once', async () => {
      await place.write(
        'playbook.yml',
        `${failure('h2').replace('[1, 50%, 100%]', '[2, 100%]')}
    on-failure:
      - exec: echo back {{host.name}} >>came; sleep {{pause}}
      - local: test {{pause}} = 0
`,
      );
      const all = ['back h1', 'back h2', 'h1', 'h2'];
      const end = await killedAfter(all);
      expect(end.exitCode, end.stderr).toBe(1);
      expect((await came()).sort()).toEqual(all);
      expect(await place.results()).toMatchObject({
        stopped: 'wave 1 of 2 has failed; the 3 stages after it did not run',
        stages: [
          { id: '1.1.1', status: 'bad' },
          { id: '1.1.2', status: 'bad' },
          { id: '1.1.3', status: 'bad' },
          { id: '1.1.4', status: 'good', ok: 2, on_failure: true },
          { id: '1.1.5', status: 'bad' },
          ...[1, 2, 3, 4, 5].map((number) => ({ id: `1.2.${number}`, status: 'not_run' })),
        ],
        devices: [{ outcome: 'ok' }, { outcome: 'failed' }, { outcome: 'skipped' }, { outcome: 'skipped' }],
      });
    });

    it('where a stage on this machine has failed in it, too', async () => {
      await place.write(
        'playbook.yml',
        `
stages:
  - hosts: all
    rollout: { waves: [1, 100%] }
    stages:
      - exec: echo {{host.name}} >>came
      - local: exit 3
      - exec: echo more >>came
    on-failure:
      - exec: echo back {{host.name}} >>came
`,
      );
      const end = await place.run(['playbook.yml', '-i', 'inventory.yml']);
      expect(end.exitCode, end.stderr).toBe(1);
      expect(await came()).toEqual(['h1', 'back h1']);
      expect(await place.results()).toMatchObject({
        stopped: expect.stringMatching(/^stage 1\.1\.2 \(.*\) did not come out well on this machine; /),
      });
    });

    it('and all come when none fails, also when the run is killed in between', async () => {
      await place.write('playbook.yml', failure('nobody'));
      const end = await killedAfter(['h1', 'h2']);
      expect(end.exitCode, end.stderr).toBe(0);
      expect((await came()).sort()).toEqual(['h1', 'h2', 'h3', 'h4']);
      expect(await place.results()).toMatchObject({ successful: 4, success_rate: 100 });
    });
  });
});
