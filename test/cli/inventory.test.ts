import { describe, expect, it } from 'vitest';
import { goodInventory } from '../broken/broken.ts';
import { Desk } from './in-process.ts';

async function shown(...args: string[]): Promise<string> {
  using desk = new Desk({ 'inventory.yml': goodInventory });
  return (await desk.call(['inventory', '-i', 'inventory.yml', ...args])).stdout;
}

describe('the inventory', () => {
  it('is a table of hosts', async () => {
    const lines = (await shown('-u', 'pi')).trimEnd().split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[1]).toBe('m1       pi@10.0.0.1     managers');
  });

  it('is a list of names that a pattern chooses', async () => {
    expect(await shown('--list', 'all:!workers')).toBe('bastion\nm1\nm2\n');
    expect(await shown('--list', 'all:!workers', '--limit', 'managers,w1')).toBe('m1\nm2\n');
  });

  it.each([
    [['--list', 'workers', '-l', 'm1'], 'have no host in common'],
    [['--list', 'm1', '--graph'], '--list and --graph are different views'],
    [['--explain', 'm1', '--json'], '--explain and --json are different views'],
    [['--graph', '--json'], '--graph and --json are different views'],
  ])('refuses what cannot be shown together: %s', async (args, words) => {
    using desk = new Desk({ 'inventory.yml': goodInventory });
    const { code, stdout, stderr } = await desk.call(['inventory', '-i', 'inventory.yml', ...args]);
    expect(code).toBe(2);
    expect(stdout + stderr).toContain(words);
  });

  it('is a tree of groups, hosts folded into ranges', async () => {
    expect(await shown('--graph')).toBe(`all  6 hosts
├─ managers  2 hosts: m[1-2]
├─ workers  3 hosts: w[1-3]
└─ in no group: bastion
`);
    expect(await shown('--graph', '-l', 'm1')).toBe('all  1 host\n└─ managers  1 host: m1\n');
  });

  it('tells where each value of a host comes from', async () => {
    const text = await shown('--explain', 'm1');
    expect(text).toMatch(/address\s+10\.0\.0\.1\s+host m1, inventory\.yml:6/);
    expect(text).toMatch(/role\s+"manager"\s+group managers, inventory\.yml:8/);
  });

  it.each([['--explain', 'm1'], ['--json'], []])(
    'moves no cursor, whatever a program has written there %s',
    async (...view) => {
      const vars = { note: '\u009b2J\u202e\u2028' };
      using desk = new Desk({
        'inventory.yml': JSON.stringify({ hosts: { m1: { user: 'x\u001b[2J\u009b1m', vars } } }),
      });
      const { stdout } = await desk.call(['inventory', '-i', 'inventory.yml', ...view]);
      expect(stdout).toMatch(/x(?:\^\[|\\u001b)\[2J/);
      expect(stdout).not.toMatch(/[^\P{Cc}\n]|[\u2028\u202e]/u);
      if (view[0] === '--json') expect(JSON.parse(stdout).hosts[0].vars).toEqual(vars);
    },
  );

  it('is data, with the names of secrets only', async () => {
    using desk = new Desk({
      'inventory.yml':
        'hosts: { m1: { password: geheim-4711, become: { password: { env: SUDO } }, vars: { api_key: abcdef } } }',
    });
    const { stdout } = await desk.call(['inventory', '-i', 'inventory.yml', '--json']);
    expect(JSON.parse(stdout).hosts[0]).toMatchObject({
      password: '***',
      become: { password: { env: 'SUDO' } },
    });
    expect(stdout).not.toMatch(/geheim|abcdef/);
  });
});
