import { dirname, resolve } from 'node:path';
import type { Rehearsal, RunEnded } from '../events/events.ts';
import type { Plan } from '../plan/plan.ts';
import type { Tally } from '../result/success-rate.ts';
import type { Endpoint, Transport } from '../transport/transport.ts';
import { Afterwards } from './afterwards.ts';
import type { Clock } from './clock.ts';
import { type Controller, noController } from './controller.ts';
import { BecomeBreaker } from './credentials/become-breaker.ts';
import type { BecomeMeans } from './credentials/become-means.ts';
import { EventStream, type Listener } from './journal/event-stream.ts';
import { journalOf, type RunDirectory } from './journal/run-directory.ts';
import { Connections } from './links/connections.ts';
import { LaterStages } from './links/later-stages.ts';
import { HostLocks } from './lock/host-locks.ts';
import { ownProcess, ownUser } from './lock/lock-holder.ts';
import { giveLocksBack } from './lock/lock-hosts.ts';
import type { ByteMask } from './output/output-file.ts';
import type { RepeatedRun } from './repeated-run.ts';
import type { Resumption } from './resume/resumption.ts';
import type { Run, RunLimits } from './run.ts';
import { runPlan } from './run-plan.ts';
import { sourceNotes } from './source/source-notes.ts';
import { realSurroundings, type Surroundings } from './surroundings.ts';
import { tidyRest } from './tidy.ts';

/** A plan and the world that it runs in. */
export interface Execution {
  readonly plan: Plan;
  readonly directory: RunDirectory;
  readonly version: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly endpointOf: (host: string) => Promise<Endpoint>;
  readonly becomeMeansOf: (host: string) => Promise<BecomeMeans>;
  readonly mask: (text: string) => string;
  readonly newByteMask: () => ByteMask;
  readonly listeners: readonly Listener[];
  /** What the events so far come to; asked once, when the last stage is over. */
  readonly exitCode: (isInterrupted: boolean) => RunEnded['exitCode'];
  /** Hosts that came out ok so far, and all planned ones; asked with the exit code. */
  readonly tally?: () => Tally;
  readonly signal: AbortSignal;
  /** Goes on with the run of that directory. */
  readonly resumption?: Resumption;
  /** It does that run again. */
  readonly repeated?: RepeatedRun;
  readonly limits: RunLimits;
  /** Who started it; nobody unless told. */
  readonly controller?: Controller;
  /** This machine's unless told. */
  readonly surroundings?: Surroundings;
  /** Set when no host is real: every view says so. */
  readonly rehearsal?: Rehearsal;
}

/**
 * Runs the plan from its first event to its last and closes everything that it opened. The transport is its caller's.
 * @throws JournalError when the journal cannot be written: what ran until then stands in it.
 */
export async function execute(execution: Execution): Promise<RunEnded['exitCode']> {
  const { plan, directory, transport, clock, endpointOf, mask, listeners, signal } = execution;
  const { surroundings = realSurroundings(), rehearsal, resumption, repeated } = execution;
  await using journal = await surroundings.openJournal(journalOf(directory), resumption?.journalBytes);
  const addresses = new Map(plan.hosts.map(({ name, settings }) => [name, settings.address]));
  const { mostKeptLinks } = execution.limits;
  const later = new LaterStages(plan.stages);
  const hostLocks = locksOf(execution);
  // A host that is locked is needed once more at the end.
  const last = hostLocks === undefined ? undefined : plan.stages.length;
  await using connections = new Connections({
    transport,
    endpointOf,
    timers: clock,
    nextStage: (host, stageId) => later.next(host, stageId) ?? last,
    ...(hostLocks !== undefined && {
      onNewLink: (host, connection, signal) => hostLocks.take(host, connection, signal),
    }),
    ...(mostKeptLinks !== undefined && { mostKept: mostKeptLinks }),
  });
  const beganMs = resumption?.past.elapsedMs ?? 0;
  const events = new EventStream({ journal, clock, mask, listeners, beganMs });
  const noteSource = sourceNotes(plan, events);
  const run: Run = {
    directory,
    plan,
    version: execution.version,
    clock,
    connections,
    events,
    ...(resumption !== undefined && { resumption }),
    ...(repeated !== undefined && { repeated }),
    afterwards: new Afterwards(),
    sources: surroundings.sources,
    ...(noteSource !== undefined && { noteSource }),
    probePort: (host, port, limits) =>
      surroundings.probePort({ host, address: addresses.get(host) ?? host, port }, limits),
    openFetched: (place) => surroundings.openFetched(place),
    runLocal: (command) => surroundings.runLocal(command),
    controller: execution.controller ?? noController,
    newAttemptId: (attempt) => surroundings.newAttemptId(attempt),
    mask,
    newOutput: (name) => surroundings.newOutput(directory, name, execution.newByteMask()),
    becomes: new BecomeBreaker(execution.becomeMeansOf, clock),
    ...(hostLocks !== undefined && { hostLocks }),
    localPath: (path) => resolve(dirname(plan.playbook.path), path),
    signal,
    limits: execution.limits,
    ...(rehearsal !== undefined && { rehearsal }),
    ...(surroundings.controllerMoment && { controllerMoment: surroundings.controllerMoment }),
  };
  try {
    const stop = await runPlan(run);
    await tidyRest(run);
    await run.afterwards.settled(); // A run that says that it has ended is not resumed, and leaves nothing behind.
    const locksLeft = hostLocks === undefined ? [] : await giveLocksBack(run, hostLocks);
    const exitCode = stop?.isLocked ? 4 : execution.exitCode(signal.aborted);
    const durationMs = run.events.elapsedMs();
    const stopped = stop === undefined ? {} : { stopped: stop.why };
    const tally = execution.tally === undefined ? {} : { tally: execution.tally() };
    await run.events.emit({
      type: 'run-ended',
      exitCode,
      durationMs,
      ...stopped,
      ...tally,
      ...(locksLeft.length > 0 && { locksLeft }),
    });
    return exitCode;
  } finally {
    await run.afterwards.settled();
    if (hostLocks !== undefined) await giveLocksBack(run, hostLocks);
  }
}

/** A rehearsal locks nothing: its hosts belong to it alone. */
function locksOf({ plan, clock, directory, rehearsal, mask }: Execution): HostLocks | undefined {
  if (plan.locksHosts !== true || rehearsal !== undefined) return undefined;
  const since = clock.wallClock().toISOString();
  const holder = {
    id: directory.id,
    user: ownUser(),
    playbook: mask(plan.playbook.path),
    since,
    ...ownProcess(),
  };
  return new HostLocks(holder, clock);
}
