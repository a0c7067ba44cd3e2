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
});
