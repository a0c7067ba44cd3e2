import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/document/yaml/yaml.ts';
import { loadPlaybook } from '../../src/playbook/load.ts';
import { publishedPlaybookSchema } from '../../src/playbook/schema.ts';
import { stageKinds } from '../../src/stages/index.ts';

const published = new Ajv({ strict: false }).compile(publishedPlaybookSchema);

function parsedValue(yaml: string): unknown {
  return parseYaml(yaml, 'playbook.yml').document?.value;
}

function isPublishedValid(stages: string): boolean {
  return published(parsedValue(`hosts: all\nstages:\n${stages}`));
}

/** Whatever file an example includes. */
const otherPlaybook = Buffer.from('stages: [{ exec: uptime }]');

describe('the schema of playbooks', () => {
  const examples = stageKinds.flatMap(({ name, examples }) =>
    examples.map((example) => [name, example] as const),
  );

  it.each(examples)('lets the examples of %s through', (_, example) => {
    const text = `hosts: all\nvars: { release: a }\nstages:\n${example.replaceAll(/^/gm, '  ')}\n`;
    expect(loadPlaybook('playbook.yml', Buffer.from(text), () => otherPlaybook).problems).toEqual([]);
    expect(published(parsedValue(text))).toBe(true);
  });

  it('tells editors that a stage has exactly one kind', () => {
    expect(isPublishedValid('  - { exec: uptime }')).toBe(true);
    expect(isPublishedValid('  - { name: nothing }')).toBe(false);
    expect(isPublishedValid('  - { exec: uptime, reboot: {} }')).toBe(false);
    expect(isPublishedValid('  - { assert: { success-rate: 5 }, become: true }')).toBe(false);
  });

  it('explains every key to editors', () => {
    const bare: string[] = [];
    const visit = (schema: unknown, path: string) => {
      if (typeof schema !== 'object' || schema === null) return;
      const { properties = {} } = schema as { properties?: Record<string, { description?: string }> };
      for (const [key, value] of Object.entries(properties)) {
        if (value.description === undefined) bare.push(`${path}.${key}`);
      }
      for (const [key, value] of Object.entries(schema)) visit(value, `${path}.${key}`);
    };
    visit(publishedPlaybookSchema, '');
    expect(bare).toEqual([]);
  });

  it('says where a value of a stage is wrong', () => {
    const text = 'hosts: all\nstages:\n  - assert: { success-rate: 101 }\n';
    const { problems } = loadPlaybook('playbook.yml', Buffer.from(text));
    expect(problems).toMatchObject([{ code: 'out-of-range', place: { line: 3, column: 29 } }]);
  });
});
