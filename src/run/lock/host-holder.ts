import type { FoundLock } from '../../remote/host-lock.ts';
import type { Holder } from './lock-holder.ts';

/** Who holds the lock that lies on a host. */
export interface HostHolder extends Holder {
  /** Who started the run, on the controller. */
  readonly user: string;
}

/** On one line, the id first: by it a host tells its own lock from others. */
export function holderText({ id, user, controller, pid, startedTicks, playbook, since }: HostHolder): string {
  return JSON.stringify({ id, user, controller, pid, startedTicks, playbook, since });
}

/** Undefined where it is no lock of ours: anybody on the host may have put a file there. */
export function readHolder({ text }: FoundLock): HostHolder | undefined {
  const value = parsed(text);
  if (value === undefined) return undefined;
  const { id, user, controller, pid, startedTicks, playbook, since } = value;
  if (!isPlain(id) || !/^[\w-]+$/.test(id) || !isPlain(user) || !isPlain(controller)) return undefined;
  if (!isPlain(playbook) || !isPlain(since)) return undefined;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1) return undefined;
  const started = isPlain(startedTicks) ? { startedTicks } : {};
  return { id, user, controller, pid, ...started, playbook, since };
}

function parsed(text: string): { readonly [Key in keyof HostHolder]?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Short, and without what could move a cursor. */
function isPlain(value: unknown): value is string {
  return typeof value === 'string' && /^[^\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]{1,500}$/u.test(value);
}
