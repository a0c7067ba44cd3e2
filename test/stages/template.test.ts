import { describe, expect, it } from 'vitest';
import { drive, hostKind } from './drive.ts';

const template = hostKind('template');
const args = { src: 'templates/a.conf', dest: '/etc/a.conf', group: 'agent' };

describe('template', () => {
  it('brings what was made for the host, with the mode of the template unless told', () => {
    const { steps, end } = drive(template, args, [{ step: 'upload', answer: 'installed' }]);
    expect(steps).toEqual([
      {
        kind: 'upload',
        source: { name: 'a.conf', bytes: Buffer.from('made from templates/a.conf'), mode: '640' },
        destination: '/etc/a.conf',
        group: 'agent',
      },
    ]);
    expect(end?.changed).toBe(true);
  });

  it('is unchanged where the host had it', () => {
    expect(drive(template, args, [{ step: 'upload', answer: 'unchanged' }]).end?.changed).toBe(false);
  });

  it('says what goes where', () => {
    expect(template.describe(args)).toBe('templates/a.conf → /etc/a.conf (:agent)');
  });
});
