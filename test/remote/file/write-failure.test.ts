import { expect, it } from 'vitest';
import { writeFailure } from '../../../src/remote/file/write-failure.ts';

it.each([
  ['dd: error writing: No space left on device\n1+0 records out', 'disk_full', /the disk is full/],
  ['cp: cannot create: Disk quota exceeded', 'disk_full', /the disk is full/],
  ['sh: cannot create /opt/x: Read-only file system', 'no_permission', /the file system there is read-only/],
  ['sh: cannot create /opt/x: Permission denied', 'no_permission', /try become/],
  ['chown: invalid user: bob', 'owner_unknown', /no such owner/],
  ['', 'transfer_failed', /the host gave no reason/],
])('what a host says when it cannot write: %j is %s', (stderr, reason, sentence) => {
  const failure = writeFailure('web1:/opt/x', stderr, 'what was there is untouched');
  expect(failure.reason).toBe(reason);
  expect(failure.message).toMatch(sentence);
  expect(failure.message).toMatch(/^web1:\/opt\/x: .*; what was there is untouched/);
});

it('what a host may not look at is no error of writing', () => {
  const said = 'it cannot be looked at (try become): ls: /opt/x: Permission denied';
  const failure = writeFailure('web1:/opt/x', `a banner\n${said}\n`, 'nothing was changed');
  expect(failure).toMatchObject({ reason: 'no_permission', message: `web1:/opt/x: ${said}` });
});
