import type { Plan } from '../../plan/plan.ts';
import { withinTime } from '../../remote/time/timers.ts';
import { TransportError } from '../../transport/errors.ts';
import type { Run } from '../run.ts';
import { runTasks } from '../task-list.ts';
import type { HostLocks } from './host-locks.ts';

/** A host that is not reached in this time is locked when a stage reaches it. */
const reachMs = 10_000;
/** An interrupted run has to be over soon. */
const giveBackMs = { usual: 10_000, interrupted: 2500 } as const;
const leastAtOnce = 20;

/**
 * Takes the locks of all hosts that a stage logs in to, before the first stage begins. Gives the sentence about the first
 * one that is found to be another run's: no further host is asked then, as an older run may wait for those we have.
 */
export async function lockHosts(run: Run): Promise<string | undefined> {
  let held: string | undefined;
  const enough = new AbortController();
  const signal = AbortSignal.any([run.signal, enough.signal]);
  const timeoutMs = Math.min(reachMs, run.limits.connectTimeoutMs);
  await runTasks(lockedHosts(run.plan), atOnce(run), async (host) => {
    if (signal.aborted) return;
    using _link = run.connections.hold(host, '');
    try {
      await run.connections.get(host, { timeoutMs, signal });
    } catch (error) {
      if (!(error instanceof TransportError) || error.reason !== 'host_locked') return;
      held ??= error.message;
      enough.abort();
    }
  });
  return held;
}

/** Gives all back that were taken. Answers the hosts whose lock may still be there, with the reason. Never rejects. */
export async function giveLocksBack(run: Run, locks: HostLocks): Promise<readonly string[]> {
  if (!locks.end()) return [...locks.taken];
  const mostMs = run.signal.aborted ? giveBackMs.interrupted : giveBackMs.usual;
  await runTasks([...locks.taken], atOnce(run), async (host) => {
    using _link = run.connections.hold(host, '');
    const once = () =>
      withinTime(run.clock, mostMs, async (signal) => {
        const connection = await run.connections.get(host, { timeoutMs: mostMs, signal });
        await locks.giveBack(host, connection, signal);
      });
    if (run.signal.aborted) return once().catch(() => {});
    // A kept link may be dead and not know it yet.
    await once()
      .catch(() => run.connections.drop(host).then(once, () => {}))
      .catch(() => {});
  });
  return [...locks.taken];
}

function lockedHosts({ hosts, stages }: Plan): string[] {
  const used = new Set(
    stages.flatMap((stage) => (stage.scope === 'host' && !stage.kind.runsHere ? stage.hosts : [])),
  );
  return hosts.filter((host) => used.has(host)).map(({ name }) => name);
}

function atOnce({ plan, limits }: Run): number {
  const asked = plan.stages.map((stage) => (stage.scope === 'host' ? stage.concurrency : 0));
  return Math.min(Math.max(leastAtOnce, ...asked), limits.mostAtOnce ?? Number.POSITIVE_INFINITY);
}
