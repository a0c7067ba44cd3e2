import { resolve } from 'node:path';
import { machineOf } from '../../inventory/host/machine.ts';
import { isOfCommandLine } from '../../playbook/stage/one-stage.ts';
import { takeLock } from '../../run/lock/lock.ts';
import type { RunOptions } from '../commands/run.ts';
import type { ExitCode } from '../exit-code.ts';
import type { ReadyPlan } from '../ready/ready-plan.ts';
import type { World } from '../world.ts';
import { writable } from '../writable.ts';
import { holdInterrupts } from './interrupt.ts';
import { type BegunRun, runAndShow } from './run-and-show.ts';

export interface LockedRun {
  readonly world: World;
  readonly version: string;
  readonly ready: ReadyPlan;
  readonly options: RunOptions;
  /** Of the run, or of this going on with it. */
  readonly id: string;
  /** The directory of the locks. */
  readonly locks: string;
  /** What is to be done before the first event, now that nobody else works on these hosts. */
  readonly begin: () => Promise<BegunRun | ExitCode>;
}

/** Runs the plan while its machines are locked, unless it turns out as it begins that there is nothing to run. @throws LockedError */
export async function runUnderLock(run: LockedRun): Promise<ExitCode> {
  const { world, version, ready, options, id, locks, begin } = run;
  const { playbook, hosts } = ready.shownPlan;
  const wish = {
    id,
    // A command line may hold a secret, and whoever meets the lock is told of it.
    playbook: ready.secrets.masker.mask(isOfCommandLine(playbook.path) ? playbook.name : playbook.path),
    since: new Date().toISOString(),
    machines: hosts.map((host) => machineOf(host, ready.hosts)),
    ...(options.runDir !== undefined && { runDir: resolve(world.cwd, options.runDir) }),
  };
  using interrupts = holdInterrupts();
  await using _lock = await writable(takeLock(locks, wish), `the locks in ${locks}`, 'XDG_STATE_HOME');
  const begun = await begin();
  if (typeof begun === 'number') return begun;
  return await runAndShow({ world, version, options, interrupts, ...ready, ...begun });
}
