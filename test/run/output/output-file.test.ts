import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutputFile } from '../../../src/run/output/output-file.ts';

const nothing = { push: (bytes: Buffer) => bytes, flush: () => Buffer.alloc(0) };
let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aeonrun-output-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the file of an output', () => {
  it('holds every byte, and the result holds its end', async () => {
    const file = new OutputFile(root, 'hosts/m1/1.out', nothing);
    const bytes = Buffer.alloc(200_000, 'x');
    await file.write(bytes);
    await file.write(Buffer.from('the end'));
    expect(await file.end()).toMatchObject({
      bytes: 200_007,
      file: 'hosts/m1/1.out',
      sha256: createHash('sha256').update(bytes).update('the end').digest('hex'),
      tail: expect.stringMatching(/xthe end$/),
    });
    expect(readFileSync(join(root, 'hosts/m1/1.out'))).toHaveLength(200_007);
  });

  it('holds nothing of an attempt before that is made anew', async () => {
    for (const text of ['of the first one\n', 'second\n']) {
      const file = new OutputFile(root, 'hosts/m1/1.out', nothing);
      await file.write(Buffer.from(text));
      await file.write(Buffer.from('end'));
      await file.end();
    }
    expect(readFileSync(join(root, 'hosts/m1/1.out'), 'utf8')).toBe('second\nend');
  });

  it('has a SHA-256 from the byte on with which the end is no longer all of it', async () => {
    const file = new OutputFile(root, '1.out', nothing);
    const other = new OutputFile(root, '2.out', nothing);
    for (let at = 0; at < 8; at++) {
      await file.write(Buffer.alloc(1024, 'x'));
      await other.write(Buffer.alloc(1024, 'x'));
    }
    await other.write(Buffer.from('y'));
    expect((await file.end()).sha256).toBeUndefined();
    const all = `${'x'.repeat(8192)}y`;
    expect((await other.end()).sha256).toBe(createHash('sha256').update(all).digest('hex'));
  });

  it('is closed after what was under way, and takes nothing that comes late', async () => {
    const file = new OutputFile(root, '1.out', nothing);
    const underWay = file.write(Buffer.alloc(8_000_000, 'x'));
    const output = await file.end();
    const next = openSync(join(root, '2.out'), 'a');
    await file.write(Buffer.from('late'));
    await underWay;
    closeSync(next);
    expect(output).toEqual({
      bytes: 8_000_000,
      sha256: createHash('sha256').update('x'.repeat(8_000_000)).digest('hex'),
      tail: 'x'.repeat(8192),
      file: '1.out',
    });
    expect(readFileSync(join(root, '1.out'))).toHaveLength(8_000_000);
    expect(readFileSync(join(root, '2.out'), 'utf8')).toBe('');
  });

  it('that cannot be written says so, and the command goes on', async () => {
    writeFileSync(join(root, 'hosts'), 'a file where a directory has to be');
    const file = new OutputFile(root, 'hosts/m1/1.out', nothing);
    await file.write(Buffer.from('one '));
    await file.write(Buffer.from('two'));
    const output = await file.end();
    expect(output).toMatchObject({ bytes: 7, tail: 'one two' });
    expect(output.incomplete).toMatch(/ENOTDIR|EEXIST/);
  });
});
