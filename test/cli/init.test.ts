import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startLab } from '../../src/lab/lab.ts';
import { Desk } from './in-process.ts';

describe('a new project', () => {
  it('validates and plans as it is', async () => {
    using desk = new Desk();
    expect((await desk.call(['init', 'fleet'])).code).toBe(0);
    const words = ['fleet/playbook.yml', '-i', 'fleet/inventory.yml'];
    expect(await desk.call(['validate', ...words])).toMatchObject({ code: 0, stderr: '' });
    const plan = await desk.call(['plan', ...words]);
    expect(plan.stdout).toContain("./hello-from-aeon-run.sh 'Hello from m1, a manager'");
    expect(plan.code).toBe(0);
  });

  it('runs on real hosts', async () => {
    await using lab = await startLab({ hosts: ['m1', 'w1'] });
    using desk = new Desk({ 'lab.yml': lab.inventory() });
    await desk.call(['init']);
    const end = await desk.call(['playbook.yml', '-i', 'lab.yml']);
    expect(end.code, end.stderr).toBe(0);
    expect(end.stdout).toContain('2 of 2 hosts ok');
  });

  it('tells editors where the schemas are, which are the published ones', async () => {
    using desk = new Desk();
    const { stdout } = await desk.call(['init']);
    for (const name of ['playbook', 'inventory']) {
      const file = readFileSync(join(desk.directory, `${name}.yml`), 'utf8');
      expect(file.split('\n')[0]).toBe(`# yaml-language-server: $schema=schemas/${name}.schema.json`);
      expect(stdout).toContain(`schemas/${name}.schema.json\n`);
      const written = readFileSync(join(desk.directory, `schemas/${name}.schema.json`), 'utf8');
      expect((await desk.call(['schema', name])).stdout).toBe(written);
    }
  });

  it('overwrites nothing, and then writes nothing at all', async () => {
    using desk = new Desk({ 'inventory.yml': 'mine' });
    const end = await desk.call(['init']);
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toContain('inventory.yml is there already');
    expect(readFileSync(join(desk.directory, 'inventory.yml'), 'utf8')).toBe('mine');
    expect(() => readFileSync(join(desk.directory, 'playbook.yml'))).toThrow();
  });
});
