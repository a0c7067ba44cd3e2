import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Desk } from '../cli/in-process.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/recipes.md'), 'utf8');
const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
const [inventory = ''] = blocks.filter((text) => text.startsWith('defaults:'));
const playbooks = blocks.filter((text) => text.startsWith('name:'));

/** What the playbooks send; what a stage of theirs makes is not there. */
const files = {
  'files/install.sh': '#!/bin/sh\n',
  'files/agent-x86_64': 'program',
  'templates/agent.conf': 'role {{role}}\n',
};

describe('the recipes', () => {
  it('are whole playbooks for the inventory that stands before them', () => {
    expect(playbooks.length).toBeGreaterThan(8);
  });

  it.each(playbooks.map((text) => [/^name: (.*)$/m.exec(text)?.[1], text]))(
    '%s comes out well on a good day',
    async (_, text) => {
      using desk = new Desk({ 'inventory.yml': inventory, 'playbook.yml': `${text}`, ...files });
      const end = await desk.call(['simulate', 'playbook.yml', '-i', 'inventory.yml', '--output', 'quiet'], {
        XDG_STATE_HOME: `${desk.directory}/state`,
      });
      expect(end.stderr).not.toContain('error[');
      expect(end.code, end.stdout + end.stderr).toBe(0);
      expect(end.stdout).toContain('(100 %)');
    },
  );
});
