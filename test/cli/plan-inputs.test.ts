import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { changedInputs, planInputs } from '../../src/cli/ready/plan-inputs.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { SourceFiles } from '../../src/run/source/source-files.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-inputs-'));
  mkdirSync(join(directory, 'site'));
  writeFileSync(join(directory, 'site/a'), 'one', { mode: 0o644 });
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function inputs(stderr = new PassThrough(), sources = new SourceFiles()) {
  const plan: Plan = {
    playbook: { path: join(directory, 'playbook.yml'), name: '', sha256: '' },
    inventories: [],
    hosts: [],
    stages: [],
    leftOut: [],
    fileSizes: new Map([['site/a', 3_000_000_000]]),
    treeSizes: new Map([['site/', { files: 1, bytes: 200_000_000 }]]),
  };
  return planInputs({ stderr }, plan, { texts: new Map() }, sources);
}

it.each([
  ['content', () => writeFileSync(join(directory, 'site/a'), 'two'), ['the file site/a', 'the file site/']],
  ['mode', () => chmodSync(join(directory, 'site/a'), 0o755), ['the file site/']],
  ['names', () => writeFileSync(join(directory, 'site/b'), ''), ['the file site/']],
])('a directory whose %s has changed since a run began is told by name', async (_, change, changed) => {
  const then = await inputs();
  expect(changedInputs(then, await inputs())).toEqual([]);
  change();
  expect(changedInputs(then, await inputs())).toEqual(changed);
});

it('what takes over a second to read is told by its size, and nothing else is', async () => {
  vi.useFakeTimers();
  try {
    const [stderr, sources] = [new PassThrough({ encoding: 'utf8' }), new SourceFiles()];
    const { get } = sources;
    let takesMs = 900;
    sources.get = async (path) => {
      await new Promise((resolve) => setTimeout(resolve, takesMs));
      return get.call(sources, path);
    };
    const quick = inputs(stderr, sources);
    await vi.advanceTimersByTimeAsync(900);
    await quick;
    await vi.advanceTimersByTimeAsync(5000);
    expect(stderr.read()).toBeNull();
    takesMs = 1100;
    const slow = inputs(stderr, sources);
    await vi.advanceTimersByTimeAsync(1100);
    await slow;
    expect(stderr.read()).toBe('Reading 3.2 GB that will be sent; the run begins after that.\n');
  } finally {
    vi.useRealTimers();
  }
});
