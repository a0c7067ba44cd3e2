import { describe, expect, it } from 'vitest';
import { previewJson } from '../../../src/report/diff/preview-json.ts';
import { previewText } from '../../../src/report/diff/preview-text.ts';
import type { StagePreview } from '../../../src/run/preview.ts';
import type { FileChange } from '../../../src/stages/file-change.ts';
import { hostStage } from '../../run/engine.ts';

function shown(changes: readonly FileChange[], mask = (line: string) => line): string {
  return previewText(preview(changes), { hasColor: false, mask });
}

function preview(changes: readonly FileChange[]): StagePreview {
  return { stage: hostStage('x', ['m1']), seen: { kind: 'changes', changes } };
}

function content(text: string | Buffer) {
  return { size: text.length, bytes: Buffer.from(text) };
}

const changed: FileChange = {
  path: '/etc/a.conf',
  what: 'changed',
  before: content('one\ntwo\nthree\n'),
  after: content('one\n2\nthree'),
  note: 'mode 600 → 644',
};

describe('what a plan would change on a host', () => {
  it('is shown as a unified diff, as other programs write it', () => {
    expect(shown([changed])).toBe(`1. A stage  command
   changed    /etc/a.conf, 14 B → 11 B (mode 600 → 644)
     @@ -1,3 +1,3 @@
      one
     -two
     -three
     +2
     +three
     \\ No newline at end of file
`);
  });

  it('shows a new file whole, and names what is set or removed', () => {
    const text = shown([
      { path: '/etc/new', what: 'new', after: content('a\n') },
      { path: '/etc/set', what: 'attributes', note: 'owner root → www' },
      { path: '/etc/old', what: 'removed' },
      { path: '/etc/same', what: 'unchanged' },
    ]);
    expect(text).toContain('new        /etc/new, 2 B\n     @@ -0,0 +1,1 @@\n     +a\n');
    expect(text).toContain('set        /etc/set (owner root → www)\n');
    expect(text).toContain('removed    /etc/old\n');
    expect(text).not.toContain('same');
  });

  it('names what is no text or too large, and shows none of it', () => {
    const binary = { ...changed, after: content(Buffer.from([0, 1, 2])) };
    expect(shown([binary])).toContain('14 B → 3 B (mode 600 → 644)\n     not text, so not shown\n');
    const large = { ...changed, after: { size: 5_000_000 } };
    expect(shown([large])).toContain('5.0 MB (mode 600 → 644)\n     too large to be shown line by line\n');
  });

  it('masks secrets, and lets no file move the cursor', () => {
    const after = content('pass=hunter2\n\x1b[2Jgone\n');
    const text = shown([{ path: '/x', what: 'new', after }], (line) => line.replaceAll('hunter2', '***'));
    expect(text).toContain('+pass=***\n     +^[[2Jgone\n');
  });

  it('masks a secret of several lines, none of which would be known by itself', () => {
    const secrets = (text: string) => text.replaceAll('ab12\ncd34', '***');
    const made: FileChange = { path: '/x', what: 'new', after: content('pin=ab12\ncd34\n') };
    expect(shown([made], secrets)).toContain('+pin=***\n');
    expect(JSON.stringify(previewJson(preview([made]), secrets))).toContain('+pin=***');
  });

  it('says so when there is nothing to change', () => {
    expect(shown([{ path: '/x', what: 'unchanged' }])).toContain('nothing: all of it is there already');
  });

  it('is the same as data', () => {
    expect(previewJson(preview([changed]), (text) => text)).toMatchObject({
      id: '1',
      changes: [
        { path: '/etc/a.conf', what: 'changed', bytes_before: 14, bytes_after: 11, diff: expect.any(Array) },
      ],
    });
  });
});
