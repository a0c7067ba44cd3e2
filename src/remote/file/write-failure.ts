import { TaskFailure } from '../../result/task-failure.ts';
import { cannotBeLookedAt } from '../../shell/whether-there.ts';

const knownErrors = [
  /** GNU tar, and that of busybox, only tell that less was written than should. */
  {
    text: /No space left on device|Disk quota exceeded|Wrote only \d+ of|short write/,
    reason: 'disk_full',
    what: 'the disk is full',
  },
  {
    text: /invalid (user|group|spec)|unknown (user|group|user\/group)/,
    reason: 'owner_unknown',
    what: 'the host knows no such owner or group',
  },
  {
    text: /Read-only file system/,
    reason: 'no_permission',
    what: 'the file system there is read-only (is the disk failing, or is it mounted so?)',
  },
  {
    text: /Permission denied|Operation not permitted/,
    reason: 'no_permission',
    what: 'the login user may not write there (try become)',
  },
] as const;

/** Why a script could not write, from what its programs said. `state` is what is there now. */
export function writeFailure(where: string, stderr: string, state: string): TaskFailure {
  const hidden = stderr.split('\n').find((line) => line.startsWith(cannotBeLookedAt));
  if (hidden !== undefined) return new TaskFailure('no_permission', `${where}: ${hidden.trim()}`);
  const lines = stderr.split('\n').filter((line) => line.trim() !== '' && !saysNothing(line));
  const said = lines.at(-1)?.trim() ?? 'the host gave no reason';
  const known = knownErrors.find(({ text }) => text.test(stderr));
  const what = known?.what ?? 'it could not be written';
  return new TaskFailure(known?.reason ?? 'transfer_failed', `${where}: ${what}; ${state} (${said})`);
}

/** dd(1) counts what it copied on stderr; tar(1) ends with a line about its end. */
function saysNothing(line: string): boolean {
  return /^\d+\+\d+ records (in|out)$|^\d+ bytes .*copied|Exiting with failure status/.test(line);
}

export function noSha256(host: string): TaskFailure {
  const message = `${host} has none of sha256sum, openssl and shasum: what arrives there cannot be verified`;
  return new TaskFailure('transfer_failed', message);
}
