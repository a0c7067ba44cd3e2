import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Results } from '../../src/report/results-json/results.ts';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Cli, makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';

const rounds = Number(process.env.AEON_TEST_ROUNDS ?? 24);
/** At once: most of a round is waiting. */
const lanes = 2;

/** Commands write nothing: to lose the reader of one's output would be a reason to fail. */
const playbook = `
name: Count
hosts: all
defaults: { concurrency: 3 }
stages:
  - exec: echo x >> {{count}}.one.{{host.name}}; sleep 0.1
  - transfer: { src: file, dest: "{{count}}.file.{{host.name}}" }
  - exec: sleep 0.05; echo x >> {{count}}.two.{{host.name}}
  - exec: echo x >> {{count}}.three.{{host.name}}; sleep 0.05
  - assert: { success-rate: 100 }
`;

describe('a command starts at most once for each host and run', () => {
  let sshds: SshdHost[] = [];
  let place: Workplace;
  /** How many runs were killed before their end. */
  let cutShort = 0;
  /** How long a run takes here that nobody kills. */
  let wholeMs = 0;
  beforeAll(async () => {
    sshds = await Promise.all(Array.from({ length: lanes }, () => startSshd({ addresses: 4 })));
    place = await makeWorkplace();
    for (const sshd of sshds.slice(0, 1)) {
      const whole = await begin('whole', sshd);
      await hasBegun(whole);
      const began = performance.now();
      expect(await whole.ended).toMatchObject({ exitCode: 0 });
      wholeMs = performance.now() - began;
    }
  });
  afterAll(async () => {
    await place[Symbol.asyncDispose]();
    for (const sshd of sshds) await sshd[Symbol.asyncDispose]();
  });

  it(
    `also when the controller is killed at a random moment, and the run is resumed (${rounds} times)`,
    async () => {
      const waiting = Array.from({ length: rounds }, (_, at) => at).values();
      await Promise.all(
        sshds.map(async (sshd) => {
          for (const round of waiting) await killAndResume(round, sshd);
        }),
      );
      expect(cutShort).toBeGreaterThan(rounds / 3);
    },
    rounds * 10_000,
  );

  async function killAndResume(round: number, sshd: SshdHost): Promise<void> {
    const directory = `round-${round}`;
    const first = await begin(directory, sshd);
    await hasBegun(first);
    await Promise.race([sleep(Math.random() * wholeMs), first.ended]);
    first.signal('SIGKILL');
    await first.ended;
    const resumed = await place.run([
      'resume',
      'last',
      '--run-dir',
      `${directory}/runs`,
      '--output',
      'quiet',
    ]);
    const told = `round ${round}: ${resumed.stderr}`;
    if (!resumed.stderr.includes('is finished')) cutShort += 1;
    expect([0, 1, 3], told).toContain(resumed.exitCode);
    await expectTruth(sshd, { runs: `${directory}/runs`, count: join(sshd.home('root'), directory), told });
  }

  /** Its first event is told. */
  async function hasBegun(cli: Cli): Promise<void> {
    let isOver = false;
    void cli.ended.then(() => {
      isOver = true;
    });
    while (!cli.stdout.includes('run-started') && !isOver) await sleep(5);
  }

  async function begin(directory: string, sshd: SshdHost): Promise<Cli> {
    await place.write(`${directory}/playbook.yml`, playbook);
    await place.write(`${directory}/file`, 'content');
    await place.write(`${directory}/inventory.yml`, inventoryOf(sshd));
    const where = ['-i', `${directory}/inventory.yml`, '--run-dir', `${directory}/runs`];
    const count = ['-e', `count=${join(sshd.home('root'), directory)}`];
    return place.start([`${directory}/playbook.yml`, ...where, ...count, '--output', 'json']);
  }

  async function expectTruth(
    sshd: SshdHost,
    { runs, count, told }: { runs: string; count: string; told: string },
  ): Promise<void> {
    const [run = ''] = await readdir(place.path(runs));
    const results = await readFile(place.path(join(runs, run, 'results.json')), 'utf8');
    const { devices } = JSON.parse(results) as Results;
    for (const device of devices) {
      for (const [stage, name] of [
        ['1', 'one'],
        ['3', 'two'],
        ['4', 'three'],
      ]) {
        const { stdout } = await sshd.exec(`cat ${count}.${name}.${device.host} 2>/dev/null | wc -l`);
        const starts = Number(stdout);
        const outcome = device.stages.find(({ id }) => id === stage)?.outcome;
        expect(starts, told).toBeLessThanOrEqual(1);
        if (outcome === 'ok') expect(starts, told).toBe(1);
        expect(['ok', 'unknown', 'skipped'], told).toContain(outcome);
      }
    }
  }
});
