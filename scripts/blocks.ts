import { connectionKeys } from '../src/inventory/schema.ts';
import { defaultsSchema, playbookSchema } from '../src/playbook/schema.ts';
import { factFields } from '../src/result/facts.ts';
import { registeredResultMeanings, registeredResultTypes } from '../src/result/registered-result.ts';
import { stageCountFields } from '../src/result/stage-counts.ts';
import { helpers } from '../src/template/helpers.ts';
import { cell, keyTable } from './keys-table.ts';

/** Tables that stand inside of pages written by hand, by the name in their marker. */
const blocks: Readonly<Record<string, () => string>> = {
  helpers: () =>
    table(
      'helper',
      'gives',
      Object.values(helpers).map(({ usage, summary }) => [`\`{{${usage}}}\``, summary]),
    ),
  results: () =>
    table(
      'field',
      'what it is',
      Object.entries(registeredResultMeanings).map(([field, meaning]) => [
        `\`${field}\` (${Reflect.get(registeredResultTypes, field)})`,
        meaning,
      ]),
    ),
  facts: () =>
    table(
      'fact',
      'what it is',
      Object.entries(factFields).map(([field, { type, meaning, example }]) => [
        `\`facts.${field}\` (${type})`,
        `${meaning} For example \`${example}\`.`,
      ]),
    ),
  'stage-counts': () =>
    table(
      'field',
      'what it is',
      Object.entries(stageCountFields).map(([field, { type, meaning }]) => [
        `\`${field}\` (${type})`,
        meaning,
      ]),
    ),
  connection: () => keyTable(connectionKeys),
  playbook: () => keyTable(playbookSchema.properties, playbookSchema.required),
  defaults: () => keyTable(defaultsSchema.properties),
};

/** The page with each `<!-- generated: NAME -->` … `<!-- end -->` filled anew. @throws when there is no such table */
export function fillBlocks(page: string): string {
  return page.replace(/(<!-- generated: ([a-z-]+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, begin, name, end) => {
    const block = blocks[name];
    if (block === undefined) throw new Error(`no table is called ${name}`);
    return `${begin}${block()}\n${end}`;
  });
}

function table(left: string, right: string, rows: readonly (readonly [string, string])[]): string {
  const lines = rows.map((row) => `| ${row.map(cell).join(' | ')} |`);
  return [`| ${left} | ${right} |`, '| --- | --- |', ...lines].join('\n');
}
