import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Desk } from '../cli/in-process.ts';

const directory = join(import.meta.dirname, '../../playbooks/tests');
const tests = readdirSync(directory).filter((file) => file.endsWith('.test.yml'));

describe('the example tests of playbooks', () => {
  it.each(tests)('hold: %s', async (file) => {
    using desk = new Desk();
    const { code, stdout, stderr } = await desk.call(['simulate', '--test', join(directory, file)]);
    expect(stdout + stderr).toContain('all of them hold');
    expect(code).toBe(0);
  });
});
