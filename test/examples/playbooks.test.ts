import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/document/format-problems.ts';
import type { Problem } from '../../src/document/problem.ts';
import { loadInventories } from '../../src/inventory/load.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { loadPlaybook } from '../../src/playbook/load.ts';
import { describePlan } from '../../src/report/plan/describe-plan.ts';
import { localFiles } from '../../src/source/local-files.ts';
import { ioOf } from '../inventory/inventory-files.ts';

const root = join(import.meta.dirname, '../..');
const playbooks = readdirSync(join(root, 'playbooks')).filter((file) => file.endsWith('.yml'));

function planExample(file: string): { plan?: Plan; problems: readonly Problem[] } {
  const io = ioOf({}, { cwd: join(root, 'inventories'), readFile: (path) => readFileSync(path) });
  const { inventory, ...ofInventory } = loadInventories(['cluster.yml'], io);
  const path = join(root, 'playbooks', file);
  const { playbook, problems } = loadPlaybook(path, readFileSync(path));
  if (playbook === undefined || inventory === undefined) return { problems };
  const planned = makePlan({ playbook, inventory, extraVars: {}, files: localFiles });
  return { ...planned, problems: [...ofInventory.problems, ...problems, ...planned.problems] };
}

describe('the example playbooks', () => {
  it.each(playbooks)('%s can be planned for the example cluster without a problem', (file) => {
    const { plan, problems } = planExample(file);
    expect(formatProblems(problems, new Map(), { color: false })).toBe('');
    expect(plan && describePlan(plan, { mask: (line) => line })).toContain('1. ');
  });
});
