import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { changedInputs, planInputs } from '../../src/cli/plan-inputs.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { SourceFiles } from '../../src/run/source/source-files.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-inputs-'));
  mkdirSync(join(directory, 'site'));
  writeFileSync(join(directory, 'site/a'), 'one', { mode: 0o644 });
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function inputs() {
  const plan: Plan = {
    playbook: { path: join(directory, 'playbook.yml'), name: '', sha256: '' },
    inventories: [],
    hosts: [],
    stages: [],
    treeSizes: new Map([['site/', { files: 1, bytes: 3 }]]),
  };
  return planInputs(plan, { texts: new Map() }, new SourceFiles());
}

it.each([
  ['content', () => writeFileSync(join(directory, 'site/a'), 'two')],
  ['mode', () => chmodSync(join(directory, 'site/a'), 0o755)],
  ['names', () => writeFileSync(join(directory, 'site/b'), '')],
])('a directory whose %s has changed since a run began is told by name', async (_, change) => {
  const then = await inputs();
  expect(changedInputs(then, await inputs())).toEqual([]);
  change();
  expect(changedInputs(then, await inputs())).toEqual(['the file site/']);
});
