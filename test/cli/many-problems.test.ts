import { describe, expect, it } from 'vitest';
import { Desk } from './in-process.ts';

describe('very many problems', () => {
  const stages = Array.from({ length: 1200 }, (_, at) => `  - exec: echo {{nix${at}}}\n`).join('');
  const files = { 'playbook.yml': `hosts: all\nstages:\n${stages}`, 'inventory.yml': 'hosts: [m1]\n' };
  const words = ['validate', 'playbook.yml', '-i', 'inventory.yml'];

  it('are not all shown on a screen, which says how many more there are and where', async () => {
    using desk = new Desk(files);
    const { stderr } = await desk.call(words);
    expect(stderr.match(/error\[variable-undefined\]/g)).toHaveLength(50);
    expect(stderr).toContain('nix0}}');
    expect(stderr.split('\n').slice(-3)).toEqual([
      '1,150 more are not shown here; validate … --output json tells them all',
      '1,200 errors; nothing was contacted',
      '',
    ]);
  });

  it('are all in the JSON', async () => {
    using desk = new Desk(files);
    const { stdout } = await desk.call([...words, '--output', 'json']);
    expect(JSON.parse(stdout).problems).toHaveLength(1200);
  });

  it('have their errors on the screen before their warnings', async () => {
    const hosts = Array.from({ length: 60 }, (_, at) => `  h${at}: { address: 10.0.0.1 }\n`).join('');
    using desk = new Desk({
      ...files,
      'playbook.yml': 'hosts: all\nstages: [{ exce: x }]\n',
      'inventory.yml': `hosts:\n${hosts}`,
    });
    const { stderr } = await desk.call(words);
    expect(stderr).toContain('error[unknown-kind]');
    expect(stderr.match(/warning\[same-machine\]/g)).toHaveLength(49);
  });
});
