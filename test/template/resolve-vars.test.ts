import { expect, test } from 'vitest';
import type { Vars } from '../../src/inventory/host/host.ts';
import { VarResolver } from '../../src/template/resolve-vars.ts';

const places = (name: string) => (offset: number, length?: number) => ({
  file: name,
  line: 1,
  column: offset + 1,
  ...(length !== undefined && { length }),
});
const resolve = (raw: Vars, scope = {}) => new VarResolver().resolve(raw, places, scope);
const problems = (raw: Vars) =>
  resolve(raw).problems.map(({ message, place }) => `${place?.file}:${place?.column} ${message}`);

test('a var may use other vars and the host, whatever the order', () => {
  const raw = {
    url: 'https://{{domain}}/{{host.name}}',
    domain: '{{app}}.{{vars.zone}}',
    app: 'shop',
    zone: 'example',
  };
  expect(resolve(raw, { host: { name: 'm1' } }).vars).toEqual({
    ...raw,
    domain: 'shop.example',
    url: 'https://shop.example/m1',
  });
});

test('a var that is nothing but a name keeps the type of what it names', () => {
  const { vars } = resolve({
    ports: [80, 443],
    open: '{{ports}}',
    one: '{{ports.[0]}}',
    text: 'p{{one}}',
    no: null,
    nil: '{{no}}',
  });
  expect(vars).toMatchObject({ open: [80, 443], one: 80, text: 'p80', nil: null });
});

test('texts inside lists and maps are filled in too', () => {
  const raw = { a: 'x', deep: { list: ['{{a}}1', { b: '{{a}}2' }], plain: 1 } };
  expect(resolve(raw).vars.deep).toEqual({ list: ['x1', { b: 'x2' }], plain: 1 });
});

test('without a template the very same object comes back', () => {
  const raw = { a: 1, b: ['x'] };
  expect(resolve(raw).vars).toBe(raw);
});

test('a circle is told once, with its whole way', () => {
  expect(problems({ a: '{{b}}', b: 'x{{c}}', c: '{{a}}', d: '{{a}}' })).toEqual([
    'a:1 The vars refer to each other in a circle: a → b → c → a.',
  ]);
  expect(problems({ self: '{{self}}' })).toEqual([
    'self:1 The vars refer to each other in a circle: self → self.',
  ]);
});

test('a missing name is told where it is used, and not again where that var is used', () => {
  expect(problems({ a: 'x{{nme}}', b: '{{a}}', name: 'n', c: { d: ['{{e f}}'] } })).toEqual([
    'a:4 `nme` is not defined.',
    'c.d.0:1 There is no helper `e`.',
  ]);
});

test('a value is not read as a template again', () => {
  expect(resolve({ a: '\\{{b}}', b: 'x', c: '{{a}}' }).vars).toMatchObject({ a: '{{b}}', c: '{{b}}' });
});

test('a var called as a reserved name does not hide it', () => {
  expect(resolve({ host: 'mine', a: '{{host.name}} {{vars.host}}' }, { host: { name: 'm1' } }).vars.a).toBe(
    'm1 mine',
  );
});

test('one resolver serves hosts that differ', () => {
  const resolver = new VarResolver();
  const greet = (name: string) => resolver.resolve({ name, hi: 'hi {{name}}' }, places, {}).vars.hi;
  expect(['a', 'b'].map(greet)).toEqual(['hi a', 'hi b']);
});

test('vars that double each other end before the memory does', () => {
  const doubling = Array.from({ length: 40 }, (_, at) => [`v${at + 1}`, `{{v${at}}}{{v${at}}}`]);
  const found = problems({ v0: 'x', ...Object.fromEntries(doubling) });
  expect(found).toEqual([expect.stringMatching(/^v24:8 With `v23` this text is over 16 MB long/)]);
});
