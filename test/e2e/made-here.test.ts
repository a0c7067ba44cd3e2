import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';

const build = `set -e
mkdir -p dist/site
echo version {{version}} | tee dist/agent dist/site/page dist/run.sh >dist/large
echo 'cat agent' >dist/run.sh
head -c 5000000 /dev/zero >>dist/large`;

const playbook = `
hosts: all
vars: { version: 1 }
stages:
  - local: |
${build.replaceAll(/^/gm, '      ')}
  - transfer: { src: dist/agent, dest: agent }
  - transfer: { src: dist/large, dest: large }
  - transfer: { src: dist/site/, dest: site }
  - { script: dist/run.sh, register: said }
  - exec: echo $(head -n 1 agent large site/page)
`;

describe('what a stage makes here', () => {
  let host: SshdHost;
  let place: Workplace;
  beforeAll(async () => {
    host = await startSshd({ addresses: 2 });
  });
  afterAll(() => host?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    place = await makeWorkplace();
    await place.write('inventory.yml', inventoryOf(host));
    await place.write('playbook.yml', playbook);
    return () => place[Symbol.asyncDispose]();
  });

  const run = (version: number) =>
    place.run(['playbook.yml', '-i', 'inventory.yml', '-e', `version=${version}`]);
  const versions = async () =>
    (await place.readOfRun('hosts/h1/6-exec-echo-head-n-1-agent-large-site-page.out')).match(
      /\d+(?= )|\d+$/gm,
    );

  it('is what later stages send, on a clean checkout and over what an earlier run has made', async () => {
    for (const version of [1, 2, 3]) {
      const { exitCode, stderr } = await run(version);
      expect(exitCode, stderr).toBe(0);
      expect(await place.readOfRun('hosts/h2/5-script-dist-run-sh.out')).toBe(`version ${version}\n`);
      expect(await versions()).toEqual([`${version}`, `${version}`, `${version}`]);
    }
  });

  it('is sent as it is by then, where hosts were given an earlier state of it', async () => {
    const made = (state: number) => `
  - local: mkdir -p tree; echo ${state} | tee file >tree/page; echo 'echo said ${state}; cat file tree/page' >run.sh
  - transfer: { src: file, dest: file }
  - transfer: { src: tree/, dest: tree }
  - script: run.sh`;
    await place.write('playbook.yml', `hosts: all\nstages:${made(1)}${made(2)}\n`);
    const { exitCode, stderr } = await place.run(['playbook.yml', '-i', 'inventory.yml']);
    expect(exitCode, stderr).toBe(0);
    expect(await place.readOfRun('hosts/h2/4-script-run-sh.out')).toBe('said 1\n1\n1\n');
    expect(await place.readOfRun('hosts/h2/8-script-run-sh.out')).toBe('said 2\n2\n2\n');
  });

  it('is missed with a warning before the run, and by each host where no stage has made it', async () => {
    const { exitCode, stderr } = await place.run(['validate', 'playbook.yml', '-i', 'inventory.yml']);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(
      /warning\[file-missing\].*dist\/agent is not there.*A stage before this one may make it/s,
    );
    await place.write(
      'playbook.yml',
      'hosts: all\nstages: [{ local: "true" }, { transfer: { src: nix, dest: /tmp/nix } }]',
    );
    expect((await place.run(['playbook.yml', '-i', 'inventory.yml'])).exitCode).toBe(1);
    const { devices } = (await place.results()) as {
      devices: { stages: { reason: string; message: string }[] }[];
    };
    expect(devices[0]?.stages[0]).toMatchObject({
      reason: 'source_changed',
      message: expect.stringContaining('cannot be read now that it is to be sent'),
    });
  });

  /** Runs the stages, and kills the run when its last one has begun. */
  async function killed(stages: string): Promise<void> {
    await host.exec(`rm -f ${host.home('root')}/begun`);
    await place.write(
      'playbook.yml',
      `hosts: all\nvars: { version: 4 }\nstages:\n${stages}  - exec: touch begun; sleep 2\n`,
    );
    const cli = place.start(['playbook.yml', '-i', 'inventory.yml']);
    const seen = async () => (await host.exec(`ls ${host.home('root')}`)).stdout;
    await expect.poll(seen, { timeout: 20_000 }).toContain('begun');
    cli.signal('SIGKILL');
    await cli.ended;
  }

  it('is no change of the input when the run is resumed, nor is what a stage here changed after it was sent', async () => {
    await place.write('first', 'one');
    await killed(
      `  - transfer: { src: first, dest: first }\n${playbook.replace(/^.*stages:\n/s, '').replace('set -e', 'set -e; echo two >>first')}`,
    );
    const { exitCode, stderr } = await place.run(['resume', 'last']);
    expect(exitCode, stderr).toBe(0);
  });

  it('and what hosts were given since must be the same, when the run is resumed', async () => {
    const stages =
      '  - local: "true"\n  - transfer: { src: sent, dest: sent }\n  - transfer: { src: tree/, dest: tree }\n';
    for (const changed of ['sent', 'tree/a']) {
      await place.write('sent', 'one');
      await place.write('tree/a', 'one');
      await killed(stages);
      await place.write(changed, 'another');
      const { exitCode, stderr } = await place.run(['resume', 'last']);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`${place.path(changed.replace('/a', ''))}, which hosts were given already`);
      expect((await place.run(['resume', 'last', '--accept-changes'])).exitCode).toBe(0);
    }
  });
});
