import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, linkSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseEvidence, readEvidenceScript } from '../../src/shell/evidence.ts';
import { shells } from './shells.ts';

const directory = mkdtempSync(join(tmpdir(), 'aeon-evidence-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.each(shells)('the evidence of an attempt that never began, read by %s', (program, ...args) => {
  it('is claimed in the first place that can be written, and the rest is still told', () => {
    const attemptId = 'b'.repeat(32);
    const env = { PATH: process.env.PATH, AEON_TMPDIR: '/proc', HOME: directory };
    const text = execFileSync(program, [...args, '-c', readEvidenceScript(attemptId)], {
      env,
      encoding: 'utf8',
    });
    rmSync(join('/var/tmp', `.aeon-${attemptId}`));
    expect(parseEvidence(text)).toMatchObject({
      isStarted: false,
      isClaimedByUs: true,
      upSeconds: expect.any(Number),
    });
    expect(existsSync(join(directory, `.aeon-${attemptId}`))).toBe(false);
  });

  it.each([
    ['a file of another user', (file: string, forged: string) => linkSync(forged, file)],
    ['a link to one of our own', (file: string, _: string, own: string) => symlinkSync(own, file)],
  ])('is not believed where it is %s', (_, put) => {
    const attemptId = 'd'.repeat(32);
    const place = mkdtempSync(join(directory, 'place-'));
    const [forged, own] = [join(place, 'forged'), join(place, 'own')];
    for (const path of [forged, own]) writeFileSync(path, 'started\nheld 1\nexit 0\n');
    chownSync(forged, 65_534, 65_534);
    put(join(place, `.aeon-${attemptId}`), forged, own);
    const env = { PATH: process.env.PATH, AEON_TMPDIR: place, HOME: directory };
    const text = execFileSync(program, [...args, '-c', readEvidenceScript(attemptId)], {
      env,
      encoding: 'utf8',
    });
    rmSync(join('/var/tmp', `.aeon-${attemptId}`));
    expect(parseEvidence(text)).toMatchObject({ isStarted: false, isHeld: false, isClaimedByUs: true });
    expect(parseEvidence(text).exitCode).toBeUndefined();
  });

  it('stays claimed for whoever looks again, as the first one may have died before it took note', () => {
    const env = { PATH: process.env.PATH, AEON_TMPDIR: directory, HOME: directory };
    const looks = [1, 2, 3].map(() =>
      execFileSync(program, [...args, '-c', readEvidenceScript('c'.repeat(32))], { env, encoding: 'utf8' }),
    );
    rmSync(join(directory, `.aeon-${'c'.repeat(32)}`));
    for (const text of looks) {
      expect(parseEvidence(text)).toMatchObject({ isStarted: false, isAlive: false, isClaimedByUs: true });
    }
  });

  it('tells the exit code of a command that ends between the look at its evidence and the look for its processes', () => {
    const attemptId = 'a'.repeat(32);
    const file = join(directory, `.aeon-${attemptId}`);
    writeFileSync(file, 'started\n');
    const bin = mkdtempSync(join(directory, 'bin-'));
    writeFileSync(join(bin, 'grep'), `#!/bin/sh\necho exit 7 >>${file}\nexit 1\n`, { mode: 0o755 });
    const env = { PATH: `${bin}:${process.env.PATH}`, AEON_TMPDIR: directory, HOME: directory };
    const text = execFileSync(program, [...args, '-c', readEvidenceScript(attemptId)], {
      env,
      encoding: 'utf8',
    });
    expect(parseEvidence(text)).toMatchObject({ exitCode: 7, isAlive: false });
  });
});
