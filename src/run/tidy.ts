import { removeEvidence } from '../remote/command/settle.ts';
import { newNonce } from '../remote/link.ts';
import type { Run } from './run.ts';
import { runTasks } from './task-list.ts';

/** The run waits for it at its end. */
const connectMs = 10_000;
const mostAtOnce = 20;

/** Removes from the host what earlier processes of the run may have left there. Never rejects. */
export async function tidyHost(run: Run, stageId: string, host: string): Promise<void> {
  const attemptIds = run.resumption?.leftovers.take(host) ?? [];
  if (attemptIds.length === 0 || run.signal.aborted) return;
  using _link = run.connections.hold(host, stageId);
  const limits = { timeoutMs: connectMs, signal: run.signal };
  const connection = await run.connections.get(host, limits).catch(() => undefined);
  if (connection === undefined) return;
  const link = { host, connection, attemptId: newNonce(), signal: run.signal, timers: run.clock };
  for (const attemptId of attemptIds) await removeEvidence(link, attemptId);
}

/** The same for all hosts that had nothing more to do in this process. */
export async function tidyRest(run: Run): Promise<void> {
  const hosts = run.resumption?.leftovers.hosts ?? [];
  const lastStage = run.plan.stages.at(-1)?.id ?? '';
  await runTasks(hosts, mostAtOnce, (host) => tidyHost(run, lastStage, host));
}
