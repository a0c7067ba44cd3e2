import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileChunks } from '../../../src/run/source/file-chunks.ts';

describe('fileChunks', () => {
  let directory = '';
  let path = '';
  const bytes = randomBytes(1_500_001);
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'aeonrun-chunks-'));
    path = join(directory, 'source');
    writeFileSync(path, bytes);
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const isOpen = () => {
    const links = readdirSync('/proc/self/fd').map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        return ''; // The one that listed them.
      }
    });
    return links.includes(path);
  };

  it('leaves a chunk alone while a slow reader works on it', async () => {
    const copies: Buffer[] = [];
    for await (const chunk of fileChunks(path)) {
      await sleep(5); // The next one is read meanwhile.
      copies.push(Buffer.from(chunk));
    }
    expect(copies.length).toBeGreaterThan(3);
    expect(Buffer.concat(copies).equals(bytes)).toBe(true);
    expect(isOpen()).toBe(false);
  });

  it('closes the file when nobody wants the rest', async () => {
    for await (const chunk of fileChunks(path)) {
      expect(chunk.length).toBeGreaterThan(0);
      expect(isOpen()).toBe(true);
      break;
    }
    expect(isOpen()).toBe(false);
  });

  it('fails with what the file system says', async () => {
    await expect(fileChunks(directory).next()).rejects.toThrow('EISDIR');
  });
});
