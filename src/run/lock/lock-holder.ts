import { hostname, userInfo } from 'node:os';
import { singleQuoted } from '../../shell/marks.ts';
import { isRunning, processFacts } from './is-running.ts';

/** Who holds a lock. */
export interface Holder {
  /** Of the lock: the run's id, with `+` and some letters behind it when the run was resumed. */
  readonly id: string;
  readonly pid: number;
  /** When that process began, in ticks since the boot: another process may get its number. Absent where nobody can know. */
  readonly startedTicks?: string;
  readonly controller: string;
  readonly playbook: string;
  /** ISO 8601. */
  readonly since: string;
  /** The directory in which its run is kept, where the command line named it. */
  readonly runDir?: string;
}

/** Who holds which machines. */
export interface LockHolder extends Holder {
  /** Addresses with ports: the same machine under another name is the same machine. */
  readonly machines: readonly string[];
}

/** The id of the run that a lock belongs to. */
export function runOfLock(id: string): string {
  return id.split('+', 1)[0] ?? id;
}

/** What `resume` and `show` of the run of a lock are called with. */
export function runWords({ id, runDir }: Pick<Holder, 'id' | 'runDir'>): string {
  const run = runOfLock(id);
  return runDir === undefined ? run : `${run} --run-dir ${singleQuoted(runDir)}`;
}

/** What this process says of itself. */
export function ownProcess(): Pick<Holder, 'pid' | 'startedTicks' | 'controller'> {
  const startedTicks = ticksOf(process.pid);
  return {
    pid: process.pid,
    ...(startedTicks !== undefined && { startedTicks }),
    controller: hostname(),
  };
}

/** Who started this process. */
export function ownUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`; // Containers run under users without a name.
  }
}

/** `elsewhere`: it is a process of another controller that shares the state directory, and nobody here can know. */
export function standingOf({
  pid,
  startedTicks,
  controller,
}: Pick<Holder, 'pid' | 'startedTicks' | 'controller'>): 'alive' | 'gone' | 'elsewhere' {
  if (controller !== hostname()) return 'elsewhere';
  if (!isRunning(pid)) return 'gone';
  const now = ticksOf(pid);
  const isSame = startedTicks === undefined || now === undefined || now === startedTicks;
  return isSame ? 'alive' : 'gone';
}

/** proc_pid_stat(5): field 22. */
function ticksOf(pid: number): string | undefined {
  return processFacts(pid)?.[19];
}
