import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Type } from 'typebox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defineHostStage } from '../../src/stages/stage.ts';
import { ask } from '../../src/stages/step.ts';
import { hostStage, runStages } from './engine.ts';

/** As `transfer` does it, without its look at the source before the run. */
const uploadKind = defineHostStage({
  scope: 'host',
  name: 'upload',
  summary: 'Uploads a file, or a directory.',
  schema: Type.String(),
  examples: [],
  describe: (source) => source,
  *run({ args: source }) {
    const destination = 'arrived';
    if (source.endsWith('/')) yield* ask({ kind: 'upload-tree', source, destination, isMirror: false });
    else yield* ask({ kind: 'upload', source, destination });
    return {};
  },
});

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aeonrun-uploads-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('an upload', () => {
  it('measures its file while the host is dialed', async () => {
    const file = join(directory, 'source');
    execFileSync('mkfifo', [file]); // It has an end only for who has dialed.
    using run = await runStages([hostStage(file, ['a'], { kind: uploadKind })], {
      onDial: () => void writeFile(file, 'content'),
    });
    expect(run.result('1', 'a')).toMatchObject({ outcome: 'ok', attempts: 1 });
    expect(readFileSync(join(run.homeOf('a'), 'arrived'), 'utf8')).toBe('content');
  });

  it('reads its directory once the host is dialed', async () => {
    const source = join(directory, 'source/');
    using run = await runStages([hostStage(source, ['a'], { kind: uploadKind })], {
      onDial: () => {
        mkdirSync(source);
        writeFileSync(join(source, 'file'), 'content');
      },
    });
    expect(run.result('1', 'a')).toMatchObject({ outcome: 'ok', attempts: 1 });
    expect(readFileSync(join(run.homeOf('a'), 'arrived/file'), 'utf8')).toBe('content');
  });

  it.each(['gone', 'gone/'])(
    'of what is gone (%s) fails, and says what is wrong with a host first',
    async (name) => {
      const source = join(directory, name);
      using run = await runStages([hostStage(source, ['a', 'b'], { kind: uploadKind })], { refuses: ['b'] });
      expect(run.result('1', 'a')).toMatchObject({ outcome: 'failed', reason: 'source_changed', ran: 'no' });
      expect(run.result('1', 'b')).toMatchObject({ outcome: 'unreachable', reason: 'refused' });
    },
  );
});
