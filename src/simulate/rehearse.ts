import { createHash } from 'node:crypto';
import type { RunEnded } from '../events/events.ts';
import type { Host } from '../inventory/host/host.ts';
import type { Plan } from '../plan/plan.ts';
import type { FileSink } from '../remote/fetch/file-sink.ts';
import { exitCodeOfFleet } from '../report/exit-code.ts';
import { type ResultsFold, resultsFold } from '../report/results-json/results-fold.ts';
import { noController } from '../run/controller.ts';
import { makeBecomeMeans } from '../run/credentials/become-means.ts';
import { execute } from '../run/execute.ts';
import type { Listener } from '../run/journal/event-stream.ts';
import type { RunDirectory } from '../run/journal/run-directory.ts';
import { makeEndpoint } from '../run/links/endpoint.ts';
import { type ByteMask, OutputFile } from '../run/output/output-file.ts';
import type { RunLimits } from '../run/run.ts';
import type { RunJournal, Surroundings } from '../run/surroundings.ts';
import type { SecretSource } from '../secret/source.ts';
import { Chance } from './chance.ts';
import { SimulatedFleet } from './fleet.ts';
import { noJournal } from './journal.ts';
import type { Model } from './model/model.ts';
import { standInFiles } from './stand-in-files.ts';
import { VirtualTime } from './time/virtual-time.ts';

export interface RehearsalParts {
  readonly plan: Plan;
  /** Of the whole inventory: jump hosts may lie outside of the plan. */
  readonly hosts: ReadonlyMap<string, Host>;
  readonly model: Model;
  readonly seed: number;
  readonly version: string;
  /** Named in the events; nothing is written there but the journal, where there is one. */
  readonly directory: RunDirectory;
  readonly openJournal?: (path: string) => RunJournal;
  readonly listeners?: readonly Listener[];
  readonly mask: (text: string) => string;
  readonly signal: AbortSignal;
  readonly limits?: Partial<RunLimits>;
  /** Virtual time; one that the caller watches, or that is paced. */
  readonly time?: VirtualTime;
}

export interface RehearsalEnd {
  readonly exitCode: RunEnded['exitCode'];
  readonly results: ResultsFold;
}

/** What every view says of a rehearsed playbook. */
const label = '[rehearsal]';

/**
 * Runs the plan with the engine that runs it on real hosts, on a simulated fleet in virtual time. The same plan, model and
 * seed give the same events, byte for byte. Contacts nothing, executes nothing, resolves no secret and takes no lock.
 */
export async function rehearse(parts: RehearsalParts): Promise<RehearsalEnd> {
  const { plan, hosts, model, seed, time = new VirtualTime(), mask } = parts;
  const fleet = new SimulatedFleet(plan, model, seed, time);
  const results = resultsFold();
  const hears = (event: Parameters<Listener>[0]) => fleet.stages.onEvent(event);
  const running = execute({
    plan: { ...plan, playbook: { ...plan.playbook, name: `${label} ${plan.playbook.name}` } },
    directory: parts.directory,
    version: parts.version,
    transport: fleet,
    clock: time,
    endpointOf: (host) =>
      makeEndpoint(host, { hosts, resolve: async (source) => standIn(source), defaultKeys }),
    becomeMeansOf: (host) => makeBecomeMeans(host, { hosts, resolve: async (source) => standIn(source) }),
    mask,
    newByteMask: () => asItIs,
    listeners: [hears, results.onEvent, ...(parts.listeners ?? [])],
    exitCode: (isInterrupted) => exitCodeOfFleet(results.fleet, isInterrupted),
    signal: parts.signal,
    limits: { connectTimeoutMs: 30_000, settleTimeoutMs: 30_000, ...parts.limits },
    surroundings: surroundings(parts, fleet),
    controller: { ...noController, confirm: async () => ({ isYes: true, how: 'yes, in a rehearsal' }) },
    rehearsal: { seed, ...(model.file !== undefined && { model: model.file }) },
  });
  return { exitCode: await time.passUntil(running), results };
}

/** Hosts that name no credential have this one. */
const defaultKeys = ['~/.ssh/id_ed25519'];
const asItIs: ByteMask = { push: (bytes) => bytes, flush: () => Buffer.alloc(0) };

/** Of one source comes one text, so that the engine tells credentials apart as in a real run; the secret itself is not asked for. */
function standIn(source: SecretSource): string {
  return createHash('sha256').update(JSON.stringify(source)).digest('hex');
}

function surroundings({ seed, openJournal }: RehearsalParts, fleet: SimulatedFleet): Surroundings {
  const chance = new Chance(seed);
  return {
    openJournal: async (path) => openJournal?.(path) ?? noJournal,
    newOutput: (_directory, name, mask) => new OutputFile(undefined, name, mask),
    sources: standInFiles(),
    runLocal: (command) => fleet.local.run(command),
    probePort: ({ host }, limits) => fleet.probe(host, limits),
    openFetched: async () => keepsNothing,
    newAttemptId: (name) => {
      const id = chance.digits(`${name.stage}/${name.host}/${name.attempt}`, 32);
      fleet.local.onAttempt(id, name);
      return id;
    },
  };
}

const keepsNothing: FileSink = {
  write: async () => {},
  end: async () => ({ finish: async () => 'kept', discard: async () => {} }),
  discard: async () => {},
};
