import { expect, test } from 'vitest';
import { ProblemsError } from '../../src/document/problem.ts';
import type { Scope } from '../../src/template/scope.ts';
import { compileTemplate } from './compile.ts';
import { at } from './place.ts';

const scope: Scope = {
  role: 'manager',
  port: 8080,
  isMain: true,
  isOld: false,
  none: null,
  empty: '',
  ports: [80, 443],
  nothing: [],
  app: { name: 'shop', owner: { team: 'blue' } },
  disks: [{ name: 'sda', size: 1 }, { name: 'sdb' }],
  enabled: 'no',
};
const render = (text: string, values: Scope = scope) => compileTemplate(text, 'text', at).render(values);
const later = new Set(['results']);
function faults(text: string, values: Scope = scope): string[] {
  const told = (problems: readonly { message: string; advice?: string; place?: { column: number } }[]) =>
    problems.map(({ message, advice = '', place }) => `${place?.column}: ${message} ${advice}`);
  try {
    return told(compileTemplate(text, 'text', at).check(values, later));
  } catch (error) {
    if (error instanceof ProblemsError) return told(error.problems);
    throw error;
  }
}

test('a name is replaced by its value, numbers and booleans in their JSON form', () => {
  expect(render('a {{role}} {{port}} {{isMain}} {{app.owner.team}} {{ports.[1]}} z')).toBe(
    'a manager 8080 true blue 443 z',
  );
});

test('nothing is escaped for HTML', () => {
  expect(render('{{v}}{{{v}}}', { v: `<a href="&'">` })).toBe(`<a href="&'"><a href="&'">`);
});

test('a value that looks like a template stays as it is', () => {
  expect(render('{{v}}', { v: '{{role}}', role: 'x' })).toBe('{{role}}');
});

test('text for other programs stays literal behind a backslash or in a raw block', () => {
  expect(render("docker ps --format '\\{{.Names}}' {{role}}")).toBe(
    "docker ps --format '{{.Names}}' manager",
  );
  expect(render('{{{{raw}}}}{{range .Items}}{{.Name}}{{end}}{{{{/raw}}}} {{role}}')).toBe(
    '{{range .Items}}{{.Name}}{{end}} manager',
  );
});

test('the template of another program is refused with the way to write it', () => {
  expect(faults("docker ps --format '{{.Names}}'")).toEqual([
    '21: {{.Names}} cannot be read. To pass it on as it is, write \\{{.Names}}',
  ]);
});

test('if, unless, else and each choose what is written', () => {
  expect(render('{{#if isMain}}a{{else}}b{{/if}}{{#unless isOld}}c{{/unless}}')).toBe('ac');
  expect(render('{{#if isOld}}a{{else if isMain}}b{{else}}c{{/if}}')).toBe('b');
  expect(render('{{#each ports}}{{@index}}:{{this}}:{{../role}}{{#unless @last}},{{/unless}}{{/each}}')).toBe(
    '0:80:manager,1:443:manager',
  );
  expect(render('{{#each disks as |disk n|}}{{n}}{{disk.name}}{{name}} {{/each}}')).toBe('0sdasda 1sdbsdb ');
  expect(render('{{#each nothing}}a{{else}}none{{/each}}')).toBe('none');
  expect(render('{{#each app.owner}}{{@key}}={{this}}{{/each}}')).toBe('team=blue');
});

test('white space can be cut with ~, and blocks alone on their lines leave no empty lines', () => {
  expect(render('a {{~role~}} b')).toBe('amanagerb');
  expect(render('a\n{{#if isMain}}\nb\n{{/if}}\nc\n')).toBe('a\nb\nc\n');
});

test('helpers take values and each other', () => {
  expect(
    render("{{join ports ','}} {{upper role}} {{default missing 'x'}} {{replace role 'man' 'b$&'}}"),
  ).toBe('80,443 MANAGER x b$&ager');
  expect(render("{{#if (and (eq role 'manager') (not isOld) (or isOld isMain))}}yes{{/if}}")).toBe('yes');
  expect(render('{{json app}}{{#if (exists missing)}}a{{else}}b{{/if}}{{trim " c "}}')).toBe(
    '{"name":"shop","owner":{"team":"blue"}}bc',
  );
});

test('an undefined name is an error with its place and the near name, also inside blocks', () => {
  expect(faults('a {{rle}}')).toEqual(['5: `rle` is not defined. Did you mean `role`?']);
  expect(faults('{{#if rle}}a{{/if}}')).toEqual(['7: `rle` is not defined. Did you mean `role`?']);
  expect(faults('{{#if isMain}}{{app.nam}}{{/if}}')).toEqual([
    '17: `app.nam` is not defined. Did you mean `app.name`?',
  ]);
  expect(faults('{{#each disks}}{{size}}{{/each}}')).toHaveLength(1);
  expect(faults('{{#each ports}}{{role}}{{/each}}').join()).toContain('write ../role');
  expect(faults('{{upper rle}}{{default role rle}}')).toHaveLength(2);
});

test('null and empty values are errors where a value is needed', () => {
  expect(faults('{{none}} {{empty}} {{nothing}} {{upper none}} {{trim "  "}}')).toHaveLength(5);
  expect(faults("{{default none 'x'}}{{default empty ''}}{{#if none}}a{{/if}}")).toEqual([]);
});

test('a branch that this scope cannot take is not looked at', () => {
  expect(faults('{{#if isOld}}{{typo}}{{/if}}')).toEqual([]);
});

test('what depends on the run is looked at in all its branches, and evaluated later', () => {
  expect(faults('{{results.a.stdout}}')).toEqual([]);
  expect(faults('{{#if results.a.ok}}{{typo}}{{else}}{{tipo}}{{/if}}')).toHaveLength(2);
  expect(faults('{{#each results.a.lines}}{{this}}{{../typo}}{{/each}}')).toHaveLength(1);
  expect(() => render('{{results.a.stdout}}', { results: {} })).toThrow(/`results.a` is not defined/);
  expect(() => render('{{results.a.stdout}}', { results: { a: { stdout: '' } } })).toThrow(/is empty/);
});

test('a text such as "no" is not taken for true', () => {
  expect(faults('{{#if enabled}}a{{/if}}').join()).toContain('every text counts as true');
  expect(faults('{{#if (not enabled)}}a{{/if}}').join()).toContain('every text counts as true');
  expect(faults('{{#if (and isMain enabled)}}a{{/if}}').join()).toContain("-e '{NAME: false}' does not");
  expect(faults('{{#if (or isOld enabled)}}a{{/if}}').join()).toContain("(eq value 'yes')");
  // Of a country, and not a no: whoever asks whether there is one hears how.
  expect(faults('{{#if enabled}}a{{/if}}').join()).toContain('(exists enabled)');
  expect(faults('{{#if (and enabled isMain)}}a{{/if}}').join()).toContain('(exists value)');
});

test('a text is not compared with the number or the boolean that reads the same, which it is not equal to', () => {
  expect(faults("{{#if (eq ports.[0] '80')}}a{{/if}}").join()).toContain('reads the same');
  expect(faults("{{eq isMain 'true'}}").join()).toContain('Write both with quotes or both without');
  expect(render("{{eq ports.[0] 80}} {{eq ports.[0] '81'}} {{eq isMain 'yes'}} {{eq none 'null'}}")).toBe(
    'true false false false',
  );
});

test('a list or a map is not text, and a text is no list', () => {
  expect(faults('{{ports}} {{app}} {{#each role}}{{this}}{{/each}}')).toHaveLength(3);
});

test('what is not of a map itself is not found', () => {
  expect(faults('{{constructor}}{{app.toString}}{{ports.length}}{{__proto__}}')).toHaveLength(4);
});

test.each([
  ['{{> part}}', 'Partials'],
  ['{{*deco}}', 'Decorators'],
  ["{{lookup app 'name'}}", 'map.key'],
  ['{{log role}}', 'no helper `log`'],
  ['{{@root.role}}', '@root'],
  ['{{#with app}}{{/with}}', '#with'],
  ['{{#eech ports}}{{/eech}}', 'Did you mean {{#each}}'],
  ['{{uper role}}', 'Did you mean `upper`'],
  ['{{../role}}', 'climbs out'],
  ['{{this}}', 'means nothing here'],
  ['{{@index}}', 'outside of {{#each}}'],
  ['{{null}}', 'not values'],
  ["{{join ports sep=','}}", 'no named arguments'],
  ['{{upper role role}}', 'wrong number'],
  ['{{role | upper}}', '{{upper role}}'],
  ['{{ports[0]}}', '{{ports.[0]}}'],
  ['{{ports.0}}', '{{ports.[0]}}'],
  ["{{role == 'a'}}", "(eq role 'a')"],
  ['{% if role %}a{% endif %}', 'Jinja'],
  ['{{role', 'never closed'],
  ['{{#if role}}a', '{{#if}} is never closed'],
  ['{{#if role}}{{/each}}', 'Close {{#if}} first'],
  ['{{#if role isMain}}{{/if}}', 'exactly one value'],
  ['{{}}', 'Put the name'],
  ['{{#if (uper role)}}{{/if}}', 'Did you mean `upper`'],
])('%s is refused with advice', (text, words) => {
  expect(faults(text).join('\n')).toContain(words);
});

test('all that is wrong with a text is told at once', () => {
  expect(faults('{{a b}} {{../c}} {{> d}}').map((fault) => fault.split(':')[0])).toEqual(['1', '11', '18']);
  expect(faults('{{.a}} {{ok}} {{b|c}}').map((fault) => fault.split(':')[0])).toEqual(['1', '15']);
});

test('references are told with their places, optional ones marked', () => {
  const { references, isConstant } = compileTemplate(
    "{{role}} {{default results.a.stdout 'x'}} {{#each ports}}{{this}}{{/each}}",
    'text',
    at,
  );
  expect(isConstant).toBe(false);
  expect(references.map(({ path, place, isOptional }) => [path.join('.'), place.column, isOptional])).toEqual(
    [
      ['role', 3, false],
      ['results.a.stdout', 20, true],
      ['ports', 51, false],
    ],
  );
});

test('what is nested very deep is refused, not a crash', () => {
  const deep = 5000;
  expect(faults(`${'{{#if role}}'.repeat(deep)}${'{{/if}}'.repeat(deep)}`).join()).toContain('50 deep');
  expect(faults(`{{#if role}}${'{{else if isOld}}'.repeat(deep)}{{/if}}`).join()).toContain('50 deep');
  expect(faults(`{{#if ${'(not '.repeat(deep)}role${')'.repeat(deep)}}}{{/if}}`).join()).toContain('50 deep');
});

test('an output that went with its link is told as such, and may have a default', () => {
  const results = { probe: { ok: true, message: 'x' } };
  expect(() => render('{{results.probe.stdout}}', { results })).toThrow(
    /`results.probe.stdout` is not known: the link to the host, or the run, was lost while the stage ran.*\{\{default results.probe.stdout '…'\}\}/,
  );
  expect(render("{{default results.probe.stderr 'none'}}", { results })).toBe('none');
  expect(() => render('{{results.probe.nope}}', { results })).toThrow('is not defined');
  expect(() => render('{{results.gone.stdout}}', { results })).toThrow('`results.gone` is not defined');
});
