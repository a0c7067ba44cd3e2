import { describe, expect, it } from 'vitest';
import { drive, hostKind } from './drive.ts';

const transfer = hostKind('transfer');
const args = { src: 'files/install.sh', dest: '/tmp/install.sh', mode: '0755' };

describe('transfer', () => {
  it('uploads the file from beside the playbook', () => {
    const { steps, end } = drive(transfer, args, [{ step: 'upload', answer: 'installed' }]);
    const source = '/playbooks/files/install.sh';
    expect(steps).toEqual([{ kind: 'upload', source, destination: '/tmp/install.sh', mode: '0755' }]);
    expect(end?.changed).toBe(true);
  });

  it('leaves the mode to the source when none is written', () => {
    const { steps } = drive(transfer, { src: 'a', dest: 'b' }, [{ step: 'upload', answer: 'installed' }]);
    expect(steps[0]).not.toHaveProperty('mode');
  });

  it.each([
    ['installed', true],
    ['mode', true],
    ['unchanged', false],
  ] as const)('%s: changed is %s', (answer, changed) => {
    expect(drive(transfer, args, [{ step: 'upload', answer }]).end?.changed).toBe(changed);
  });

  it('says what goes where, and which file it needs', () => {
    expect(transfer.describe(args)).toBe('files/install.sh → /tmp/install.sh (0755)');
    expect(transfer.describe({ src: 'a', dest: '/b' })).toBe('a → /b');
    expect(transfer.localFiles?.(args)).toEqual(['files/install.sh']);
  });

  it('brings a directory, or what a pattern means, in one go', () => {
    const answer = { installed: 3, mended: 0, removed: 1, unchanged: 2 };
    const site = { src: 'site/', dest: '/srv/site', owner: 'www', backup: true, delete: true };
    const { steps, end } = drive(transfer, site, [{ step: 'upload-tree', answer }]);
    expect(steps).toEqual([
      {
        kind: 'upload-tree',
        source: '/playbooks/site/',
        destination: '/srv/site',
        owner: 'www',
        keepsOld: true,
        isMirror: true,
      },
    ]);
    expect(end).toEqual({ changed: true, message: '3 new, 1 removed, 2 as before' });
    expect(transfer.localTrees?.({ src: 'conf.d/*.conf', dest: 'x' })).toEqual(['conf.d/*.conf']);
    expect(transfer.localFiles?.(site)).toEqual([]);
    expect(transfer.describe(site)).toBe(
      'site/ → /srv/site (www, old files are kept), and removes what is not in it',
    );
  });

  it('says when a directory was there already', () => {
    const answer = { installed: 0, mended: 0, removed: 0, unchanged: 9 };
    const { end } = drive(transfer, { src: 'a/', dest: 'b' }, [{ step: 'upload-tree', answer }]);
    expect(end).toEqual({ changed: false, message: 'all of it was there already' });
  });

  it.each([
    '/',
    '~',
    '~/',
    '.',
    './',
    '',
    '/etc',
    '/etc/',
    '/usr/lib',
    '/home/pi',
    '/srv/../etc/x',
    '..',
    '//',
  ])('never empties %j', (dest) => {
    expect(transfer.faults?.({ src: 'a/', dest, delete: true })).toMatchObject([{ path: ['dest'] }]);
    expect(transfer.faults?.({ src: 'a/', dest })).toEqual([]);
  });

  it('says of a dest with .. in it that this is why', () => {
    const [fault] = transfer.faults?.({ src: 'a/', dest: '/srv/../srv/site', delete: true }) ?? [];
    expect(fault?.message).toBe(
      'delete cannot know which directory this is, as it has .. in it: /srv/../srv/site.',
    );
  });

  it.each(['/srv/site', '~/site', 'site', '/home/pi/site', '/etc/agent'])('may empty %j', (dest) => {
    expect(transfer.faults?.({ src: 'a/', dest, delete: true })).toEqual([]);
  });

  it('removes only for a whole directory', () => {
    const args = { src: 'conf.d/*', dest: '/srv/site', delete: true };
    expect(transfer.faults?.(args)).toMatchObject([{ path: ['delete'] }]);
  });
});
