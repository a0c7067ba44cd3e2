import { dirname, resolve } from 'node:path';
import type { Host } from '../inventory/host/host.ts';
import type { Known, Plan, PlannedHostStage } from '../plan/plan.ts';
import { TaskFailure } from '../result/task-failure.ts';
import type { FileChange } from '../stages/file-change.ts';
import type { Step, Steps } from '../stages/step.ts';
import { RuntimeValueFailure } from '../template/runtime-failure.ts';
import { TransportError } from '../transport/errors.ts';
import type { Endpoint, Transport } from '../transport/transport.ts';
import { Afterwards } from './afterwards.ts';
import type { Attempt } from './attempt/attempt.ts';
import { newAttempt } from './attempt/begin-attempt.ts';
import { hostTask } from './attempt/host-task.ts';
import type { Clock } from './clock.ts';
import { noController } from './controller.ts';
import { BecomeBreaker } from './credentials/become-breaker.ts';
import type { BecomeMeans } from './credentials/become-means.ts';
import { drive } from './drive.ts';
import { EventStream } from './journal/event-stream.ts';
import { Connections } from './links/connections.ts';
import { OutputFile } from './output/output-file.ts';
import { perform } from './perform/perform.ts';
import type { Run, RunLimits } from './run.ts';
import type { SourceFiles } from './source/source-files.ts';
import { realSurroundings } from './surroundings.ts';

export interface PreviewParts {
  readonly plan: Plan;
  readonly host: Host;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly sources: SourceFiles;
  readonly endpointOf: (host: string) => Promise<Endpoint>;
  readonly becomeMeansOf: (host: string) => Promise<BecomeMeans>;
  readonly signal: AbortSignal;
  readonly limits: RunLimits;
}

/** What a stage of the plan would change on one host. */
export interface StagePreview {
  readonly stage: PlannedHostStage;
  readonly seen:
    | { readonly kind: 'changes'; readonly changes: readonly FileChange[] }
    /** A kind that cannot tell without doing it. */
    | { readonly kind: 'not-shown'; readonly why: string }
    | { readonly kind: 'failed'; readonly why: string; readonly isUnreachable: boolean };
}

/** Looks on the host, and changes nothing there: only steps that look are performed. */
export async function* previewHost(parts: PreviewParts): AsyncGenerator<StagePreview> {
  await using connections = new Connections({
    transport: parts.transport,
    endpointOf: parts.endpointOf,
    nextStage: () => undefined,
  });
  const run = quietRun(parts, connections);
  for (const stage of parts.plan.stages) {
    if (stage.scope !== 'host' || !stage.hosts.includes(parts.host)) continue;
    const seen = await look(run, stage, parts.host);
    yield { stage, seen };
    if (seen.kind === 'failed' && seen.isUnreachable) return;
  }
}

function quietRun(
  { plan, clock, sources: files, becomeMeansOf, signal, limits }: PreviewParts,
  connections: Connections,
): Run {
  const { sources, openFetched, newAttemptId } = realSurroundings(files);
  const journal = { broken: undefined, append: async () => {} };
  const nothing = { push: (bytes: Buffer) => bytes, flush: () => Buffer.alloc(0) };
  return {
    directory: { id: 'preview', path: '' },
    plan,
    version: '',
    clock,
    connections,
    events: new EventStream({ journal, clock, mask: (text) => text, listeners: [] }),
    afterwards: new Afterwards(),
    sources,
    openFetched,
    newAttemptId,
    mask: (text) => text, // As all that it shows.
    newOutput: (name) => new OutputFile(undefined, name, nothing),
    // No step that looks asks for these.
    probePort: async () => ({ isOpen: false, why: 'a preview connects to nothing but sshd' }),
    runLocal: async () => ({ kind: 'not-started', why: 'a preview runs nothing' }),
    controller: noController,
    becomes: new BecomeBreaker(becomeMeansOf, clock),
    localPath: (path) => resolve(dirname(plan.playbook.path), path),
    signal,
    limits,
  };
}

async function look(run: Run, stage: PlannedHostStage, host: Host): Promise<StagePreview['seen']> {
  const { kind } = stage;
  if (kind.changes === undefined) return { kind: 'not-shown', why: 'it is not known before it has run' };
  if (stage.isSecret) return { kind: 'not-shown', why: 'the stage says secret: true' };
  if (stage.isOnFailure) return { kind: 'not-shown', why: 'it runs only when its wave has failed' };
  const known: Known = { results: {} };
  try {
    const prepared = stage.prepare(host, known);
    const attempt = newAttempt({ run, stage, host: host.name, timeoutMs: prepared.timeoutMs }, 1);
    const steps: Steps<readonly FileChange[]> = kind.changes(hostTask(attempt, prepared));
    return { kind: 'changes', changes: await drive(steps, (step) => performLook(attempt, step)) };
  } catch (error) {
    if (error instanceof RuntimeValueFailure) {
      return { kind: 'not-shown', why: 'it depends on what earlier stages will find' };
    }
    if (error instanceof TaskFailure || error instanceof TransportError) {
      return { kind: 'failed', why: error.message, isUnreachable: error instanceof TransportError };
    }
    throw error;
  }
}

const looks: readonly Step['kind'][] = [
  'read-remote',
  'compare-tree',
  'measure',
  'read-file',
  'now',
  'progress',
];

function performLook(attempt: Attempt, step: Step) {
  if (!looks.includes(step.kind)) throw new Error(`a preview must not ask for ${step.kind}`);
  return perform(attempt, step);
}
