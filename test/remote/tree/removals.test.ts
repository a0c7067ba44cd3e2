import { describe, expect, it } from 'vitest';
import { removalsOf } from '../../../src/remote/tree/removals.ts';
import type { SourceTree } from '../../../src/remote/tree/source-tree.ts';

const wanted: SourceTree = {
  root: '/site',
  path: 'site',
  mode: '755',
  directories: [],
  files: [],
  links: [],
};

function removed(...listed: readonly string[]): readonly string[] {
  const names = Buffer.from(listed.map((name) => `./${name}\0`).join(''));
  return removalsOf(wanted, names).map(String);
}

describe('what a mirror removes', () => {
  it('is the uppermost of what is too much', () => {
    expect(removed('a', 'b', 'b/c', 'b/c/d')).toEqual(['a', 'b']);
  });

  it('is nothing that was kept of old, nor what is in it', () => {
    const kept = ['data.~20261124-225501~', 'data.~20261124-225501~/db', 'data.~20261124-225501~/deep/er'];
    expect(removed(...kept)).toEqual([]);
    expect(removed('in', 'in/file.~20261124-225501~', 'in/other', 'b')).toEqual(['in/other', 'b']);
  });
});
