import type { RenderedFile } from '../stages/stage.ts';
import { groupHosts, unknownYet } from './hosts/group-hosts.ts';
import type {
  Known,
  Plan,
  PlannedControllerStage,
  PlannedFleetStage,
  PlannedHostStage,
  PlannedStage,
} from './plan.ts';
import { renderedFacts } from './rendered-facts.ts';

/** Grows when a reader of the older form would misunderstand the newer one. */
const version = 1;

/** The plan as data, for `plan --json` and for the run directory. Secrets are masked by whoever writes it. */
export function planJson(plan: Plan) {
  const known = unknownYet(plan);
  return {
    version,
    playbook: plan.playbook,
    inventories: plan.inventories,
    hosts: plan.hosts.map(({ name, settings }) => ({ name, address: settings.address })),
    ...(plan.locksHosts && { lock: true }),
    stages: plan.stages.map((stage) => stageJson(stage, known)),
    left_out: plan.leftOut,
    files: Object.fromEntries(plan.fileSizes),
    directories: Object.fromEntries(plan.treeSizes),
  };
}

function stageJson(stage: PlannedStage, known: Known) {
  const { id, name, kind, place, continueOnError, wave, isOnFailure } = stage;
  const facts = {
    id,
    name,
    kind: kind.name,
    line: place.line,
    continue_on_error: continueOnError,
    ...(wave !== undefined && { wave: { rollout: wave.rollout, number: wave.number, of: wave.of } }),
    ...(isOnFailure && { on_failure: true }),
  };
  if (stage.scope === 'host') return { ...facts, ...hostStageJson(stage, known) };
  if (stage.scope === 'controller') return { ...facts, ...controllerStageJson(stage, known) };
  return { ...facts, judges: judgedJson(stage), does: stage.kind.describe(stage.args), args: stage.args };
}

/** An id, or those of several waves. */
function judgedJson({ judgedStages, isOverWave }: PlannedFleetStage) {
  const [only, ...others] = judgedStages;
  if (isOverWave) return 'wave';
  return others.length === 0 ? only : judgedStages;
}

function controllerStageJson(stage: PlannedControllerStage, known: Known) {
  const { when, register, isIdempotent, isSecret, rawInsertions } = stage;
  const { args, description, timeoutMs } = stage.prepare(known);
  return {
    runs_on: 'controller',
    idempotent: isIdempotent,
    secret: isSecret,
    raw_insertions: rawInsertions,
    ...(register !== undefined && { register }),
    ...(when !== undefined && { when: when.text }),
    does: description,
    args,
    timeout_ms: timeoutMs,
  };
}

function hostStageJson(stage: PlannedHostStage, known: Known) {
  const { retry, when, until, failedWhen, changedWhen, becomeUser, register, rawInsertions } = stage;
  return {
    hosts: stage.hosts.map(({ name }) => name),
    concurrency: stage.concurrency,
    retry: { attempts: retry.attempts, delay_ms: retry.delayMs, is_asked: retry.isAsked },
    idempotent: stage.isIdempotent,
    secret: stage.isSecret,
    raw_insertions: rawInsertions,
    ...(register !== undefined && { register }),
    ...(becomeUser !== undefined && { become_user: becomeUser }),
    ...(when !== undefined && { when: when.text }),
    ...(until !== undefined && { until: until.text }),
    ...(failedWhen !== undefined && { failed_when: failedWhen.text }),
    ...(changedWhen !== undefined && { changed_when: changedWhen.text }),
    ...(stage.needsFacts === true && { needs_facts: true }),
    tasks: groupHosts(stage, known).map(({ hosts, description, args, timeoutMs, rendered }) => ({
      hosts,
      does: description,
      ...(args !== undefined && { args }),
      ...(timeoutMs !== undefined && { timeout_ms: timeoutMs }),
      ...(rendered !== undefined && { rendered: renderedJson(rendered) }),
    })),
  };
}

/** By the path of the template; what depends on the run has no size yet. */
function renderedJson(rendered: ReadonlyMap<string, RenderedFile>) {
  return Object.fromEntries(
    [...rendered].map(([path, file]) => [path, file.dependsOnRun ? null : renderedFacts(file)]),
  );
}
