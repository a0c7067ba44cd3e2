import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isError, type Problem } from '../../src/document/problem.ts';
import { validateDocument } from '../../src/document/schema/validate.ts';
import { parseYaml } from '../../src/document/yaml/yaml.ts';
import { loadInventories } from '../../src/inventory/load.ts';
import { loadPlaybook } from '../../src/playbook/load.ts';
import { loadCases } from '../../src/simulate/cases/load.ts';
import { modelSchema } from '../../src/simulate/model/schema.ts';

const root = join(import.meta.dirname, '../..');
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

interface Example {
  readonly place: string;
  readonly text: string;
}

function examplesOf(page: string): Example[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^( *)```yaml\n([\s\S]*?)^ *```$/gm)].map((match) => ({
    place: `${page}:${text.slice(0, match.index).split('\n').length}`,
    text: (match[2] ?? '').replaceAll(new RegExp(`^${match[1]}`, 'gm'), ''),
  }));
}

/** Whatever file an example includes. */
const included = () => Buffer.from('stages: [{ exec: uptime }]');

/** Whole playbooks, lists of stages, inventories, and what rehearsals take; anything else has no place in the docs. */
function problemsOf({ text, place }: Example): readonly Problem[] {
  if (text.includes('rehearsal-test.schema.json')) return loadCases(place, text).problems;
  if (text.includes('simulation.schema.json')) return modelProblems(text, place);
  if (/^stages:/m.test(text)) return loadPlaybook(place, Buffer.from(text), included).problems;
  if (/^- /.test(text)) {
    return loadPlaybook(place, Buffer.from(`hosts: all\nstages:\n${text.replaceAll(/^/gm, '  ')}`), included)
      .problems;
  }
  expect(text, `${place} is no playbook, no list of stages and no inventory`).toMatch(
    /^(hosts|groups|defaults):/m,
  );
  return inventoryProblems(text);
}

function modelProblems(text: string, place: string): readonly Problem[] {
  const { document, problems } = parseYaml(text, place);
  return document === undefined ? problems : [...problems, ...validateDocument(document, modelSchema)];
}

function inventoryProblems(text: string): readonly Problem[] {
  return loadInventories(['/docs/inventory.yml'], {
    readFile: (path) => {
      if (path === '/docs/inventory.yml') return Buffer.from(text);
      throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    },
    listDirectory: () => undefined,
    mode: () => 0o600,
    cwd: '/docs',
    home: '/home/me',
    user: 'me',
  }).problems;
}

const pagesWithExamples = pages.filter((page) => examplesOf(page).length > 0);

describe.each(pagesWithExamples)('the examples of %s', (page) => {
  it('are all right', () => {
    const examples = examplesOf(page);
    const wrong = examples.flatMap((example) =>
      problemsOf(example)
        .filter(isError)
        .map(({ message, place }) => `${example.place} +${place?.line}: ${message}`),
    );
    expect(wrong).toEqual([]);
  });
});

it('the docs have examples, so that this test tests something', () => {
  expect(pages.flatMap(examplesOf).length).toBeGreaterThan(15);
});
