import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskMade } from '../../src/secret/made-text.ts';
import { Masker } from '../../src/secret/masker.ts';
import { VarResolver } from '../../src/template/resolve-vars.ts';
import { onMade, type Scope } from '../../src/template/scope.ts';
import { compileTemplate } from './compile.ts';
import { at } from './place.ts';

/** The rendered text as it is shown where these are secret. */
function shown(text: string, vars: Scope, ...secrets: string[]): string {
  const masker = new Masker();
  for (const secret of secrets) masker.add(secret);
  const rendered = compileTemplate(text, 'shell', at).render({ ...vars, [onMade]: maskMade(masker) });
  return masker.mask(rendered);
}

const secret = `it's "ge-heim" `;

test.each([
  ["{{replace token '-' '_'}}", "'***'"],
  ["{{replace url '-' '_'}}", "'https://app:***@web'"],
  ['{{trim token}}', "'***'"],
  ['{{upper (json token)}}', `'"***"'`],
  ['{{json (upper (quote token))}}', `'"'\\''***'\\''"'`],
  ["{{quote (replace token 'ge' 'GE')}}", `''\\''***'\\'''`],
  ["{{join list '+'}} {{replace (join list '+') '-' '_'}}", "'***+***' '***'"],
  ["{{#each list}}{{replace this '-' '_'}},{{/each}}", "'***','***',"],
  ["{{#if (eq token 'x')}}same{{else}}other{{/if}} {{exists token}}", "other 'true'"],
  ["{{default nothing (replace token '-' '_')}} {{default token 'x'}}", "'***' '***'"],
  ["{{replace url token 'NONE'}}", "'https://app:NONE@web'"],
  ["{{replace role 'man' 'pass'}} {{upper role}}", "'passager' 'MANAGER'"],
])('%s shows nothing of a secret', (text, expected) => {
  const vars = {
    token: secret,
    url: `https://app:${secret}@web`,
    list: ['wort-eins', 'wort-zwei'],
    role: 'manager',
    nothing: '',
  };
  expect(shown(text, vars, secret, 'wort-eins', 'wort-zwei')).toBe(expected);
});

test('whatever the helpers are and their order', () => {
  const helper = fc.constantFrom(
    ...['upper', 'lower', 'trim', 'quote', 'json'],
    ...["replace '-' '_'", "replace '_' '+-'", `replace '\\"' '-'`],
  );
  const letter = fc.constantFrom('x', 'Y', 'z', 'Z', '-', '"', "'", ' ', '\\', '\n');
  const random = fc.array(letter, { minLength: 12, maxLength: 20 }).map((all) => `xyz${all.join('')}`);
  const call = (inner: string, each: string) => {
    const [name, ...args] = each.split(' ');
    return `(${[name, inner, ...args].join(' ')})`;
  };
  fc.assert(
    fc.property(
      random,
      fc.array(helper, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      (token, chain, isAlone) => {
        const calls = chain.reduce(call, isAlone ? 'token' : 'text');
        const out = shown(`{{${calls.slice(1, -1)}}}`, { token, text: `a-${token}_b` }, token);
        expect(out).not.toMatch(/x|y|z/i);
      },
    ),
    { numRuns: 2000 },
  );
});

test('a var of an encrypted file is as secret filled in as it is written', () => {
  const masker = new Masker();
  const raw = {
    url: 'https://{{user}}:klartext@web',
    deep: ['{{upper url}}!'],
    own: '{{user}}',
    open: 'for {{user}}',
    user: 'monitor',
  };
  for (const text of [raw.url, ...raw.deep, raw.own]) masker.add(text);
  const places = () => at;
  const { vars } = new VarResolver().resolve(raw, places, { [onMade]: maskMade(masker) });
  expect(masker.maskValue(vars)).toEqual({
    url: '***',
    deep: ['***'],
    own: 'monitor',
    open: 'for monitor',
    user: 'monitor',
  });
});
