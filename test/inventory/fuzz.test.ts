import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatProblems } from '../../src/document/format-problems.ts';
import { loadInventories } from '../../src/inventory/load.ts';
import { explainHost } from '../../src/inventory/show/explain.ts';
import { ioOf } from './inventory-files.ts';

const piece = fc.constantFrom(
  ...[
    'hosts:',
    'groups:',
    'defaults:',
    ' ',
    '\n',
    '\n  ',
    '\n    ',
    'h1',
    'all',
    '[1-3]',
    'web[',
    ': ',
    '{',
    '}',
    ',',
  ],
  ...[
    'children:',
    'vars:',
    'port:',
    '22',
    'password:',
    'geheim',
    'jump:',
    'env:',
    '- ',
    '[',
    ']',
    '"',
    '10.0.0.1:pi:geheim',
  ],
);

it('loading never throws on any text, and tells no password', () => {
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, fc.constantFrom('inv.yml', 'inv.json', 'inv'), (inventoryText, file) => {
      const { inventory, problems, texts } = loadInventories([file], ioOf({ [file]: inventoryText }));
      formatProblems(problems, texts, { color: true });
      for (const name of inventory?.hosts.keys() ?? []) if (inventory) explainHost(inventory, name);
      const isPasswordOnly =
        inventoryText.split('geheim').length === inventoryText.split('10.0.0.1:pi:geheim').length;
      if (isPasswordOnly) expect(JSON.stringify(problems)).not.toContain('geheim');
    }),
    { numRuns: 2000 },
  );
});
