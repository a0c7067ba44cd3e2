import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/document/format-problems.ts';
import { loadInventories } from '../../src/inventory/load.ts';
import { ioOf } from './inventory-files.ts';

const cwd = new URL('../../inventories', import.meta.url).pathname;

describe('the example inventories', () => {
  it.each([
    ['cluster.yml', 22, 'm1'],
    ['legacy.txt', 5, 'fd00::17'],
    ['discovered.json', 3, 'node-b'],
  ])('%s loads without a problem', (file, count, host) => {
    const io = ioOf({}, { cwd, readFile: (path) => readFileSync(path) });
    const { inventory, problems, texts } = loadInventories([file], io);
    expect(formatProblems(problems, texts, { color: false })).toBe('');
    expect(inventory?.hosts.size).toBe(count);
    expect(inventory?.hosts.has(host)).toBe(true);
  });
});
