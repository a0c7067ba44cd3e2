import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseEvidence, readEvidenceScript } from '../../src/shell/evidence.ts';

const directory = mkdtempSync(join(tmpdir(), 'aeon-evidence-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const shells = [['/bin/dash'], ['/bin/bash', '--posix'], ['/bin/busybox', 'sh']].filter(([program]) =>
  existsSync(program ?? ''),
);

describe.each(shells)('the evidence of an attempt that never began, read by %s', (program, ...args) => {
  it('is claimed in the first place that can be written, and the rest is still told', () => {
    const attemptId = 'b'.repeat(32);
    const env = { PATH: process.env.PATH, TMPDIR: '/proc', HOME: directory };
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
    expect(readdirSync(directory)).toEqual([]);
  });
});
