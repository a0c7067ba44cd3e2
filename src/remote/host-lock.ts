import { TaskFailure } from '../result/task-failure.ts';
import {
  giveBackHostLockScript,
  hostLockSays,
  lookAtHostLockScript,
  takeHostLockScript,
} from '../shell/host-lock.ts';
import { runPlain } from './command/run-plain.ts';
import type { Link } from './link.ts';

/** A lock that is on the host. What stands in it was written there by anybody. */
export interface FoundLock {
  /** On the host. */
  readonly path: string;
  /** The user there that the file belongs to; '' where the host does not tell. */
  readonly owner: string;
  readonly text: string;
}

const timeoutMs = 10_000;

/**
 * Takes the lock of a host for the run with this id, or finds that of another one. `holder` is JSON on one line that begins
 * with the id.
 * @throws TransportError, TaskFailure
 */
export async function takeHostLock(link: Link, id: string, holder: string): Promise<FoundLock | undefined> {
  const said = await ask(link, takeHostLockScript(id, holder));
  if (said.word === hostLockSays.taken) return undefined;
  if (said.found !== undefined) return said.found;
  const message = `${link.host} cannot be locked: none of /var/tmp, /tmp and /dev/shm takes a small file: look whether its disks are full (df, df -i) or read-only (mount)`;
  throw new TaskFailure('no_evidence_place', message, { ran: 'no' });
}

/** Gives it back; finds what is still there. @throws TransportError, TaskFailure */
export async function giveBackHostLock(link: Link, id: string): Promise<FoundLock | undefined> {
  return (await ask(link, giveBackHostLockScript(id))).found;
}

/** @throws TransportError, TaskFailure */
export async function lookAtHostLock(link: Link): Promise<FoundLock | undefined> {
  return (await ask(link, lookAtHostLockScript())).found;
}

async function ask(
  link: Link,
  script: string,
): Promise<{ readonly word: string; readonly found?: FoundLock }> {
  const { stdout } = await runPlain(link, { body: () => script, timeoutMs });
  const [first = '', ...rest] = stdout.split('\n');
  const [word = '', path = '', owner = ''] = first.split(' ');
  if (word !== hostLockSays.held) return { word };
  return { word, found: { path, owner, text: rest.join('\n').trim() } };
}
