import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validate } from '../../src/cli/commands/validate.ts';
import { Desk } from '../cli/in-process.ts';
import { goodInventory } from './broken.ts';

const root = join(import.meta.dirname, '../../playbooks');
const playbooks = readdirSync(root)
  .filter((name) => name.endsWith('.yml'))
  .map((name) => readFileSync(join(root, name), 'utf8'));
const inventories = [goodInventory, readFileSync(join(root, '../inventories/cluster.yml'), 'utf8')];

/** What fingers, editors and merges put into files. */
const scraps = [
  ...[
    '\t',
    '\n',
    '  ',
    ':',
    ': ',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '#',
    ' #',
    '*',
    '&a ',
    '!x ',
    '|',
    '>',
    '%',
    '@',
  ],
  ...[
    '{{',
    '}}',
    '{{x}}',
    '{{#if x}}',
    '{{{',
    '\\',
    '`',
    '$(',
    ',',
    '<<: *a',
    '---\n',
    '\ufeff',
    '\0',
    '\u2028',
    '🐧',
    '\ud800',
  ],
  ...[
    'null',
    'true',
    'yes',
    '0644',
    '1.10',
    '-1',
    'all',
    'stages:',
    'hosts:',
    'exec:',
    'when:',
    '9'.repeat(400),
  ],
];

type Slip = (text: string) => string;
const slip: fc.Arbitrary<Slip> = fc.oneof(
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...scraps)).map(
    ([where, scrap]): Slip =>
      (text) => {
        const at = Math.floor(where * text.length);
        return text.slice(0, at) + scrap + text.slice(at);
      },
  ),
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 30 })).map(
    ([where, length]): Slip =>
      (text) => {
        const at = Math.floor(where * text.length);
        return text.slice(0, at) + text.slice(at + length);
      },
  ),
  // A line goes elsewhere, or comes twice.
  fc.tuple(fc.nat(), fc.nat(), fc.boolean()).map(
    ([from, to, isCopy]): Slip =>
      (text) => {
        const lines = text.split('\n');
        const line = lines[from % lines.length] ?? '';
        if (!isCopy) lines.splice(from % lines.length, 1);
        lines.splice(to % (lines.length + 1), 0, line);
        return lines.join('\n');
      },
  ),
  // A line is indented otherwise.
  fc.tuple(fc.nat(), fc.integer({ min: -4, max: 4 })).map(
    ([which, by]): Slip =>
      (text) => {
        const lines = text.split('\n');
        const at = which % lines.length;
        const line = lines[at] ?? '';
        lines[at] =
          by < 0 ? line.slice(Math.min(-by, line.length - line.trimStart().length)) : ' '.repeat(by) + line;
        return lines.join('\n');
      },
  ),
);
const slips = fc.array(slip, { minLength: 1, maxLength: 4 });
const slipped = (text: string, all: readonly Slip[]) => all.reduce((before, one) => one(before), text);

async function verdict(desk: Desk, playbook: string, inventory: string) {
  desk.write('playbook.yml', playbook);
  desk.write('inventory.yml', inventory);
  const options = { inventory: ['inventory.yml'], output: 'json' } as const;
  return desk.inWorld({}, '', (world) => validate(world, 'playbook.yml', options));
}

describe('validate', () => {
  it('never breaks on a real playbook with slips in it: each of 2,000 is good, or its problems are told', async () => {
    using desk = new Desk({ 'files/install.sh': '', 'files/install-agent.sh': '' });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...playbooks), slips, async (playbook, all) => {
        const { code, stdout } = await verdict(desk, slipped(playbook, all), goodInventory);
        const { problems } = JSON.parse(stdout);
        expect([0, 2]).toContain(code);
        expect(problems.every(({ message, code: word }: Record<string, unknown>) => message && word)).toBe(
          true,
        );
      }),
      { numRuns: 2000 },
    );
  }, 300_000);

  it('never breaks on a real inventory with slips in it', async () => {
    using desk = new Desk();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...inventories), slips, async (inventory, all) => {
        const { code, stdout } = await verdict(desk, playbooks[0] ?? '', slipped(inventory, all));
        expect([0, 2], stdout).toContain(code);
      }),
      { numRuns: 1000 },
    );
  }, 300_000);
});
