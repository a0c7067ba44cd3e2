import { describe, expect, it } from 'vitest';
import { type HostHolder, holderText, readHolder } from '../../../src/run/lock/host-holder.ts';

const holder: HostHolder = {
  id: '20261125-101500-a1b2c3',
  user: 'änna',
  controller: 'laptop-7',
  pid: 4711,
  startedTicks: '12345',
  playbook: '/home/änna/roll out.yml',
  since: '2026-11-25T10:15:00.000Z',
};
const found = (text: string) => ({ path: '/var/tmp/aeon-run.lock', owner: 'root', text });

describe('who holds the lock of a host', () => {
  it('comes back as it was written, the id first', () => {
    expect(readHolder(found(holderText(holder)))).toEqual(holder);
    expect(holderText(holder)).toMatch(/^\{"id":"20261125-101500-a1b2c3",/);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'locked by me'],
    ['no map', '7'],
    ['a part', '{"id":"x"}'],
    ['an id that is none', JSON.stringify({ ...holder, id: '$(reboot)' })],
    ['a name that moves the cursor', JSON.stringify({ ...holder, user: '\x1b[2J' })],
    ['a line of ours', JSON.stringify({ ...holder, controller: 'a\nOK' })],
    ['a name that is read backwards', JSON.stringify({ ...holder, controller: '\u202eabc' })],
    ['a group of processes', JSON.stringify({ ...holder, pid: -1 })],
    ['a long text', JSON.stringify({ ...holder, playbook: 'x'.repeat(600) })],
  ])('is nobody where a host says %s', (_what, text) => {
    expect(readHolder(found(text))).toBeUndefined();
  });
});
