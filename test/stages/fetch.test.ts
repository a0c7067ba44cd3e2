import { describe, expect, it } from 'vitest';
import { drive, hostKind } from './drive.ts';

const fetch = hostKind('fetch');

describe('fetch', () => {
  it('asks for what is written, into a directory beside the playbook', () => {
    const answer = { kept: 2, unchanged: 1, missing: ['/c'] };
    const args = { src: ['/a', '/b/', '/c'], dest: 'out', optional: true };
    const { steps, end } = drive(fetch, args, [{ step: 'fetch', answer }]);
    expect(steps).toEqual([
      {
        kind: 'fetch',
        sources: ['/a', '/b/', '/c'],
        directory: '/playbooks/out',
        isFlat: false,
        isOptional: true,
      },
    ]);
    expect(end).toEqual({ changed: true, message: '2 fetched; 1 here already; not there: /c' });
  });

  it('is unchanged where everything is here already', () => {
    const answer = { kept: 0, unchanged: 1, missing: [] };
    expect(drive(fetch, { src: '/a', dest: 'out' }, [{ step: 'fetch', answer }]).end?.changed).toBe(false);
  });

  it.each(['/a/../b', '..', '/var/**/x', '~'])('has no place for %s', (src) => {
    expect(fetch.faults?.({ src, dest: 'out' })).toMatchObject([{ path: ['src'] }]);
    expect(fetch.faults?.({ src: ['/a', src], dest: 'out' })).toMatchObject([{ path: ['src', 1] }]);
  });

  it('says what is kept where', () => {
    expect(fetch.describe({ src: ['/a', '/b/'], dest: 'out', flat: true })).toBe(
      '/a, /b/ → out/HOST/ (flat)',
    );
  });
});
