import { describe, expect, it } from 'vitest';
import type { ProblemJson } from '../../src/document/problems-json.ts';
import { Desk } from '../cli/in-process.ts';
import { type Broken, goodInventory, goodPlaybook } from './broken.ts';
import { brokenCommandLines } from './command-line.ts';
import { brokenCommandLinesTogether } from './command-lines-several.ts';
import { brokenInventories } from './inventory.ts';
import { brokenInventoriesTogether } from './inventory-several.ts';
import { brokenKinds } from './kinds.ts';
import { brokenOtherTools } from './other-tools.ts';
import { brokenPlaybooks } from './playbook.ts';
import { brokenTexts } from './texts.ts';
import { brokenTogether } from './together.ts';
import { brokenYaml } from './yaml.ts';
import { brokenYamlTogether } from './yaml-several.ts';

/** Both forms of output: what people read, and the same as data. */
async function told({ playbook = goodPlaybook, inventory = goodInventory, files = {}, ...broken }: Broken) {
  using desk = new Desk({ 'playbook.yml': playbook, 'inventory.yml': inventory, ...files });
  const args = broken.args ?? ['validate', 'playbook.yml', '-i', 'inventory.yml'];
  const text = await desk.call(args, broken.env);
  const data = await desk.call([...args, '--output', 'json'], broken.env);
  const { problems = [] }: { problems?: ProblemJson[] } = JSON.parse(data.stdout);
  return { text, data, problems };
}

function placeOf({ file, line, column }: ProblemJson): string {
  if (file === undefined) return '';
  return file === 'playbook.yml' ? `${line}:${column}` : `${file}:${line}:${column}`;
}

describe.each([
  ['YAML', brokenYaml],
  ['a playbook', brokenPlaybooks],
  ['an inventory', brokenInventories],
  ['a command line', brokenCommandLines],
  ['several places', brokenTogether],
  ['several lines of YAML', brokenYamlTogether],
  ['the keys of a kind', brokenKinds],
  ['texts', brokenTexts],
  ['the words of other tools', brokenOtherTools],
  ['several places of an inventory', brokenInventoriesTogether],
  ['several words of a command line', brokenCommandLinesTogether],
] as const)('a mistake in %s is told before contact, at its place, with what to do:', (_, cases) => {
  it.each(cases.map((broken) => [broken.title, broken] as const))('%s', async (_title, broken) => {
    const { text, data, problems } = await told(broken);
    const found = problems.map((problem) => [problem.code, placeOf(problem)]);
    expect(found, text.stderr).toEqual(broken.says.map(([code, place]) => [code, place]));
    for (const [index, [, , words]] of broken.says.entries()) {
      const { message = '', advice = '' } = problems[index] ?? {};
      expect(`${message} ${advice}`).toMatch(words);
      expect(text.stderr).toContain(message);
      expect(advice, message).not.toBe('');
    }
    const code = problems.some(({ severity }) => severity === 'error') ? 2 : 0;
    expect([text.code, data.code]).toEqual([code, code]);
  });
});
