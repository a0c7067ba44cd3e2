import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { duration, fileMode, shellText } from '../../../src/document/schema/blocks.ts';
import { validateDocument } from '../../../src/document/schema/validate.ts';
import { parseYaml } from '../../../src/document/yaml/yaml.ts';

const closed = { additionalProperties: false };
const schema = Type.Object(
  {
    exec: Type.Optional(shellText()),
    become: Type.Optional(Type.Boolean()),
    timeout: Type.Optional(duration()),
    mode: Type.Optional(fileMode()),
    port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65535 })),
    policy: Type.Optional(Type.Enum(['strict', 'accept-new', 'off'])),
    password: Type.Optional(
      Type.Union([
        Type.String(),
        Type.Object({ env: Type.String() }, closed),
        Type.Object({ file: Type.String() }, closed),
      ]),
    ),
    transfer: Type.Optional(Type.Object({ source: Type.String() }, closed)),
    version: Type.Optional(Type.String()),
    vars: Type.Optional(Type.Record(Type.String(), Type.Any())),
    list: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
  },
  closed,
);

function problems(text: string) {
  const { document } = parseYaml(text, 'f.yml');
  return document ? validateDocument(document, schema) : [];
}

function brief(text: string): string[] {
  return problems(text).map(({ code, place }) => `${code} ${place?.line}:${place?.column}`);
}

describe('validateDocument', () => {
  it.each([
    ['an unknown key, at the key', 'a1: 1\n', 'unknown-key 1:1'],
    ['a mode that YAML reads as a number', 'mode: 0644\n', 'bad-mode 1:7'],
    ['a mode that is not octal', 'mode: "0999"\n', 'bad-mode 1:7'],
    ['a duration', 'timeout: 5 minutes\n', 'bad-duration 1:10'],
    ['a duration of another type', 'timeout: [1]\n', 'bad-duration 1:10'],
    ['a word where true or false is wanted', 'become: yes\n', 'yaml-boolean-word 1:9'],
    ['a number where text is wanted', 'version: 1.10\n', 'yaml-number-for-text 1:10'],
    ['a number that loses a digit', 'vars: { v: 1.10 }\n', 'yaml-number-changes 1:12'],
    ['a word that is no choice', 'policy: strikt\n', 'wrong-choice 1:9'],
    ['a number out of range', 'port: 70000\n', 'out-of-range 1:7'],
    ['a text for a number', 'port: high\n', 'wrong-type 1:7'],
    ['a key without a value', 'exec:\n', 'wrong-type 1:1'],
    ['an empty list', 'list: []\n', 'wrong-length 1:7'],
    ['an item of another type', 'list: [a, {b: 1}]\n', 'wrong-type 1:11'],
    ['a misspelt branch of a union', 'password: { evn: X }\n', 'unknown-key 1:13'],
    ['a union that nothing fits', 'password: [1]\n', 'wrong-type 1:11'],
    ['a comment that cuts a command', 'exec: echo "a # b"\n', 'yaml-comment-cuts-command 1:15'],
    ['one cause once: a misspelt key that is needed', 'transfer: { sourze: x }\n', 'unknown-key 1:13'],
    ['a key that is missing', 'transfer: {}\n', 'missing-key 1:11'],
  ])('tells %s', (_name, text, expected) => {
    expect(brief(text)).toEqual([expected]);
  });

  it('tells everything at once, in the order of the file', () => {
    expect(brief('port: x\nbecome: on\nmode: 755\nnope: 1\n')).toEqual([
      'wrong-type 1:7',
      'yaml-boolean-word 2:9',
      'bad-mode 3:7',
      'unknown-key 4:1',
    ]);
  });

  it('says what was probably meant, and how to write it', () => {
    const advice = (text: string) => problems(text)[0]?.advice;
    expect(advice('tiemout: 5m\n')).toMatch(/^Did you mean timeout\?/);
    expect(advice('policy: acept-new\n')).toBe('Did you mean accept-new?');
    expect(advice('mode: 0644\n')).toBe('Write mode: "0644".');
    expect(advice('mode: 755\n')).toBe('Write mode: "0755".');
    expect(advice('version: 1.10\n')).toBe('Quote it: "1.10".');
  });

  it('never says a value that may be a secret', () => {
    expect(JSON.stringify(problems('password: 4711\nvars: { token: 0815 }\n'))).not.toMatch(/4711|0815/);
    const all = problems('password: [geheim]\npolicy: geheim\nport: geheim\n192.168.1.1:pi:geheim: x\n');
    expect(all).toHaveLength(4);
    expect(JSON.stringify(all)).not.toContain('geheim');
  });

  it('takes a comment after a whole command for a comment', () => {
    expect(problems('exec: uptime # how long\n')[0]).toMatchObject({ severity: 'warning' });
    expect(problems('exec: "echo # no comment"\n')).toEqual([]);
  });

  it('leaves numbers alone that lose nothing or stand where a number is wanted', () => {
    expect(problems('timeout: 1.50\nvars: { a: 1.5, b: 10, c: "1.10" }\n')).toEqual([]);
  });
});
