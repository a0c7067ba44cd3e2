import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunEvent } from '../../src/events/events.ts';
import type { PlannedHostStage } from '../../src/plan/plan.ts';
import { tagOf } from '../../src/shell/attempt-tag.ts';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { hostStage, runStages } from '../run/engine.ts';

const rounds = 8;

describe('the journal is on disk before the action that it announces', () => {
  let hosts: Hosts;
  let place: Workplace;
  beforeAll(async () => {
    hosts = await startHosts(['h1', 'h2', 'h3', 'h4']);
    place = await makeWorkplace();
    await place.write('inventory.yml', inventoryOf(hosts));
    await place.write(
      'playbook.yml',
      `
stages:
  - { hosts: all, exec: echo $AEON_ATTEMPT >>/opt/effects }
  - { hosts: all, exec: echo $AEON_ATTEMPT >>/opt/effects, become: true }
  - { hosts: all, exec: echo $AEON_ATTEMPT >>/opt/effects; sleep 0.2 }
`,
    );
  });
  afterAll(async () => {
    await hosts?.[Symbol.asyncDispose]();
    await place?.[Symbol.asyncDispose]();
  });

  it(`wherever the controller is killed, each effect on a host was announced (${rounds} times)`, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const env = { XDG_STATE_HOME: place.path(`state-${round}`) }; // A killed run leaves its lock.
      const cli = place.start(['playbook.yml', '-i', 'inventory.yml'], { env });
      await lines(place.path(`state-${round}`), 1 + 5 * round);
      cli.signal('SIGKILL');
      await cli.ended;
    }
    await sleep(500);
    const announced = new Set(
      journals(place.directory)
        .join('')
        .match(/[0-9a-f]{32}(?=")/g)
        ?.map(tagOf),
    );
    const effects: string[] = [];
    for (const host of hosts)
      effects.push(...(await host.exec('cat /opt/effects')).stdout.trim().split('\n'));
    expect(effects.length).toBeGreaterThan(20);
    expect(effects.filter((id) => !announced.has(id))).toEqual([]);
    expect(new Set(effects).size).toBe(effects.length);
  }, 120_000);

  /** Waits until the run's journal has so many lines; the whole one has 44. */
  async function lines(state: string, count: number): Promise<void> {
    const deadline = performance.now() + 20_000;
    while ((journals(state)[0]?.split('\n').length ?? 0) <= count) {
      if (performance.now() > deadline) throw new Error(`the journal has no ${count} lines`);
      await sleep(1);
    }
  }

  function journals(below: string): string[] {
    const names = existsSync(below) ? readdirSync(below, { recursive: true, encoding: 'utf8' }) : [];
    return names
      .filter((name) => name.endsWith('journal.ndjson'))
      .map((name) => readFileSync(join(below, name), 'utf8'));
  }
});

describe('on disk means fsync', () => {
  afterEach(() => vi.restoreAllMocks());

  it('no command starts while the disk has not confirmed its announcement', async () => {
    const prototype = await fileHandlePrototype();
    let syncs = 0;
    let confirm = () => {};
    const isConfirmed = new Promise<void>((resolve) => {
      confirm = resolve;
    });
    const real = prototype.datasync;
    vi.spyOn(prototype, 'datasync').mockImplementation(async function (this: FileHandle) {
      syncs += 1;
      if (syncs === 3) await isConfirmed; // Run and stage are announced; this is the task with its attempt.
      return real.call(this);
    });
    const events: string[] = [];
    const running = runStages([hostStage('touch began', ['a'])], {
      onEvent: ({ type }) => events.push(type),
    });
    await expect.poll(() => syncs).toBe(3);
    await sleep(200);
    expect(events).toEqual(['run-started', 'stage-started']);
    confirm();
    using run = await running;
    expect(run.result('1', 'a')).toMatchObject({ outcome: 'ok' });
  });
});

describe('a journal that cannot be written any more', () => {
  /** Ends with why, and gives the hosts that were asked for their facts. The journal is removed when `isTime`. */
  async function hostsAsked(
    stage: PlannedHostStage,
    refuses: string[],
    isTime: (event: RunEvent) => boolean,
  ) {
    const asked: string[] = [];
    let directory = '';
    const onEvent = (event: RunEvent) => {
      if (event.type === 'run-started') directory = event.runDirectory;
      if (event.type === 'progress' && event.doing === 'gathering facts') asked.push(event.host);
      if (isTime(event)) rmSync(join(directory, 'journal.ndjson'), { force: true });
    };
    await expect(runStages([stage], { onEvent, refuses })).rejects.toThrow('so nothing new is started');
    rmSync(join(directory, '../..'), { recursive: true });
    return asked;
  }

  it('lets no further host be asked for its facts', async () => {
    const hosts = Array.from({ length: 30 }, (_, index) => `h${index}`);
    const stage = hostStage('true', hosts, { needsFacts: true, concurrency: 3 });
    expect(await hostsAsked(stage, [], ({ type }) => type === 'facts-gathered')).toEqual(['h0', 'h1', 'h2']);
  });

  it('lets none be asked for them again', async () => {
    const retry = { attempts: 3, delayMs: 200, isAsked: true };
    const stage = hostStage('true', ['up', 'down'], { needsFacts: true, retry });
    const asked = await hostsAsked(stage, ['down'], ({ type }) => type === 'facts-gathered');
    expect(asked.toSorted()).toEqual(['down', 'up']);
  });
});

async function fileHandlePrototype(): Promise<FileHandle> {
  await using file = await open(tmpdir(), 'r');
  return Object.getPrototypeOf(file); // Node exports the class only as a type.
}
