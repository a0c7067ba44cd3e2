import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Results } from '../../src/report/results-json/results.ts';
import { inventoryOf } from '../fleet/inventory.ts';
import { type CliEnd, makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';

/** Of some 250 points; a random choice unless all are asked for. */
const rounds = Number(process.env.AEON_TEST_ROUNDS ?? 16);
/** At once: most of a round is waiting. */
const lanes = 2;
/** In a resume; whether it comes to so many depends on what there is to do. */
const pointsOfResume = 60;

const playbook = `
name: Count
hosts: all
stages:
  - exec: echo x >> {{count}}.one.{{host.name}}
  - transfer: { src: file, dest: "{{count}}.file.{{host.name}}" }
  - exec: echo x >> {{count}}.two.{{host.name}}
  - assert: { success-rate: 100 }
`;

describe('a controller that dies at a point', () => {
  let sshds: SshdHost[] = [];
  let points: readonly string[] = [];
  beforeAll(async () => {
    sshds = await Promise.all(Array.from({ length: lanes }, () => startSshd({ addresses: 2 })));
    for (const sshd of sshds.slice(0, 1)) {
      await using round = await Round.prepare(sshd);
      expect(await round.run({ AEON_TEST_POINTS: round.place.path('points') })).toMatchObject({
        exitCode: 0,
      });
      points = (await readFile(round.place.path('points'), 'utf8')).split('\n');
    }
  });
  afterAll(async () => {
    for (const sshd of sshds) await sshd[Symbol.asyncDispose]();
  });

  it(
    `before or after any write, sync or packet, and again in its resume, is gone on with: nothing ran twice, nothing is claimed that was not, nothing is left behind (${rounds} points)`,
    async () => {
      const failures: string[] = [];
      const waiting = shuffled([...points.keys()])
        .slice(0, rounds)
        .values();
      await Promise.all(
        sshds.map(async (sshd) => {
          for (const at of waiting)
            await dieAndResume(sshd, at).catch((error) => failures.push(error.message));
        }),
      );
      expect(failures).toEqual([]);
      expect(points.length).toBeGreaterThan(200);
    },
    rounds * 10_000,
  );

  async function dieAndResume(sshd: SshdHost, at: number): Promise<void> {
    await using round = await Round.prepare(sshd);
    const killed = await round.run({ AEON_TEST_DIE_AT: String(at + 1) });
    const dieAgainAt = 1 + Math.floor(Math.random() * pointsOfResume);
    const again = await round.resume({ AEON_TEST_DIE_AT: String(dieAgainAt) });
    const end = again.exitCode === undefined ? await round.resume() : again;
    const told = `died at ${at + 1} (${points[at]}), then at ${dieAgainAt} of the resume: ${killed.stderr}${again.stderr}${end.stderr}`;
    if (end.exitCode === 2) return expect(await round.starts(), told).toEqual([]); // Before its plan was kept.
    expect(end.exitCode, told).toBe(0);
    expect((await round.starts()).sort(), told).toEqual([...round.names].sort());
    expect(await round.outcomes(), told).toEqual(Array(6).fill('ok'));
    expect(await round.evidence(), told).toBe('');
    expect(await round.locks(), told).toEqual([]);
  }
});

/** One run of the playbook on a host with two addresses. */
class Round implements AsyncDisposable {
  readonly place: Workplace;
  readonly #sshd: SshdHost;
  readonly #count: string;

  private constructor(place: Workplace, sshd: SshdHost) {
    this.place = place;
    this.#sshd = sshd;
    this.#count = `${sshd.home('root')}/count`;
  }

  static async prepare(sshd: SshdHost): Promise<Round> {
    await sshd.exec(`rm -f ${sshd.home('root')}/count.*`);
    const place = await makeWorkplace();
    await place.write('playbook.yml', playbook);
    await place.write('file', 'content');
    await place.write('inventory.yml', inventoryOf(sshd));
    return new Round(place, sshd);
  }

  run(env: Readonly<Record<string, string>>): Promise<CliEnd> {
    return this.#start(['playbook.yml', '-i', 'inventory.yml', '-e', `count=${this.#count}`], env);
  }

  resume(env: Readonly<Record<string, string>> = {}): Promise<CliEnd> {
    return this.#start(['resume', 'last', '--output', 'quiet'], env);
  }

  /** The counters that there are to be, each with one line. */
  get names(): readonly string[] {
    return ['one.h1', 'one.h2', 'two.h1', 'two.h2'];
  }

  /** The counters that there are, as often as their command ran. */
  async starts(): Promise<string[]> {
    const { stdout } = await this.#sshd.exec(`cd ${this.#sshd.home('root')} && grep -H x count.*.h?`);
    return stdout.split('\n').flatMap((line) => /^count\.((?:one|two)\.\w+):/.exec(line)?.[1] ?? []);
  }

  async outcomes(): Promise<string[]> {
    const { devices } = (await this.place.results()) as Results; // Its schema has a test.
    return devices.flatMap(({ stages }) => stages.map(({ outcome }) => outcome));
  }

  /** Of any attempt that the journal names. */
  async evidence(): Promise<string> {
    const ids = (await this.place.readOfRun('journal.ndjson')).match(/[0-9a-f]{32}(?=")/g) ?? [];
    const files = ids.map((id) => `${this.#sshd.temporary}/.aeon-${id}`).join(' ');
    return (await this.#sshd.exec(`ls ${files} 2>/dev/null`)).stdout;
  }

  async locks(): Promise<string[]> {
    const names = await readdir(this.place.path('state/aeon-run/locks'));
    return names.filter((name) => name.endsWith('.json'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.place[Symbol.asyncDispose]();
  }

  #start(args: readonly string[], env: Readonly<Record<string, string>>): Promise<CliEnd> {
    const preload = join(import.meta.dirname, '../fleet/fail-points.ts');
    return this.place.run(args, { env: { ...env, NODE_OPTIONS: `--import ${preload}` } });
  }
}

function shuffled<Value>(values: readonly Value[]): Value[] {
  return values
    .map((value) => ({ value, at: Math.random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ value }) => value);
}
