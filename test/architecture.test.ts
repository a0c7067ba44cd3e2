import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const source = join(import.meta.dirname, '../src');

/** Rooms from the ground up: a room may import from those in lower rows, never from its own row or above. */
const floors: readonly (readonly string[])[] = [
  ['result'],
  ['document', 'transport', 'source', 'events'],
  ['transport/ssh', 'shell', 'secret'],
  ['remote', 'inventory'],
  ['stages', 'template'],
  ['condition', 'playbook'],
  ['plan'],
  ['run'],
  ['report'],
  ['simulate', 'lab'],
  ['.'],
  ['cli'],
];

/** Packages that have one home each, so that each can be replaced from one place. */
const homes: Readonly<Record<string, readonly string[]>> = {
  '@marcbachmann/cel-js': ['condition'],
  'age-encryption': ['secret'],
  ajv: ['document'],
  commander: ['cli'],
  diff: ['report'],
  handlebars: ['template'],
  listr2: ['run'],
  ssh2: ['transport/ssh', 'lab'],
  'string-width': ['document'],
  typebox: ['document', 'inventory', 'playbook', 'report', 'simulate', 'stages'],
  yaml: ['document'],
};

/** Rooms that are functions from values to values. */
const pure = [
  'result',
  'document',
  'events',
  'shell',
  'stages',
  'template',
  'condition',
  'playbook',
  'plan',
  'report',
];
const outside = /^node:(fs|net|child_process|dns|http|https|tls|dgram|worker_threads|timers)/;

interface Import {
  readonly file: string;
  readonly room: string;
  readonly from: string;
  readonly statement: string;
}

const imports: readonly Import[] = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => {
    const text = readFileSync(join(source, file), 'utf8');
    const found = text.matchAll(/^(?:import|export)[^;]*? from '([^']+)';|\bimport\('([^']+)'\)/gm);
    return [...found].map(([statement, plain, lazy]) => ({
      file,
      room: roomOf(file),
      from: plain ?? lazy ?? '',
      statement,
    }));
  });

function roomOf(file: string): string {
  if (file.startsWith('transport/ssh/')) return 'transport/ssh';
  return file.includes('/') ? (file.split('/')[0] ?? '.') : '.';
}

function floorOf(room: string): number {
  return floors.findIndex((rooms) => rooms.includes(room));
}

describe('the rooms of src/', () => {
  it('are all on a floor', () => {
    const rooms = new Set(imports.map(({ room }) => room));
    expect([...rooms].filter((room) => floorOf(room) < 0)).toEqual([]);
    expect(imports.length).toBeGreaterThan(1000);
  });

  it('import downwards only', () => {
    const upwards = imports
      .filter(({ from }) => from.startsWith('.'))
      .map((each) => ({ ...each, to: roomOf(normalize(join(dirname(each.file), each.from))) }))
      .filter(({ room, to }) => room !== to && floorOf(to) >= floorOf(room));
    expect(upwards.map(({ file, from }) => `${file} imports ${from}`)).toEqual([]);
  });

  it('keep each package in its home', () => {
    const strays = imports.filter(
      ({ room, from }) => !/^(\.|node:)/.test(from) && !homes[packageOf(from)]?.includes(room),
    );
    expect(strays.map(({ file, from }) => `${file} imports ${from}`)).toEqual([]);
  });

  it('are free of files, sockets, clocks and processes where they are pure', () => {
    const isText = (statement: string) => /\{ isIP(v6)? \}/.test(statement); // A question about a text.
    const impure = imports.filter(
      ({ room, from, statement }) => pure.includes(room) && outside.test(from) && !isText(statement),
    );
    expect(impure.map(({ file, from }) => `${file} imports ${from}`)).toEqual([]);
  });

  it('keep the kinds of stages apart: none imports another', () => {
    const kinds = imports.filter(({ file, from }) => {
      const kind = /^stages\/([^/]+)\//.exec(file)?.[1];
      const other = /^stages\/([^/]+)\//.exec(normalize(join(dirname(file), from)))?.[1];
      return kind !== undefined && other !== undefined && kind !== other;
    });
    expect(kinds.map(({ file, from }) => `${file} imports ${from}`)).toEqual([]);
  });
});

function packageOf(from: string): string {
  return from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
}
