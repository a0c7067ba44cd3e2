import { isError, type Problem } from '../document/problem.ts';
import { byPlace, distinctProblems } from '../document/problem-order.ts';
import type { Host } from '../inventory/host/host.ts';
import { withWayOf } from '../playbook/include/include.ts';
import { withWay } from '../playbook/load.ts';
import type {
  BrokenStage,
  HostParts,
  LoadedControllerStage,
  LoadedFleetStage,
  LoadedHostStage,
  LoadedStage,
} from '../playbook/playbook.ts';
import type { LoadedRollout } from '../playbook/rollout/rollout.ts';
import { mask } from '../secret/masker.ts';
import type { SecretSource } from '../secret/source.ts';
import { chooseStages, type LeftOutReasons, noStagesLeft } from './choice/choose-stages.ts';
import { LeftOut } from './choice/left-out.ts';
import { noDoubts } from './doubt.ts';
import { FileCheck } from './files/file-check.ts';
import { TemplateFiles } from './files/template-files.ts';
import type { StageFile } from './hosts/host-problems.ts';
import { HostVars } from './hosts/host-vars.ts';
import { withoutItsRollout } from './hosts/select-targets.ts';
import { StageTargets } from './hosts/stage-targets.ts';
import { Registers } from './names/registers.ts';
import type { Plan, PlannedStage } from './plan.ts';
import type { MadePlan, PlanInput } from './plan-input.ts';
import { planControllerStage } from './stage/plan-controller-stage.ts';
import { planFleetStage } from './stage/plan-fleet-stage.ts';
import { checkBrokenStage, planHostStage } from './stage/plan-host-stage.ts';
import type { StageContext } from './stage/stage-context.ts';
import { type InWave, inWaves, isAdded, type Wave, type WaveStage } from './waves.ts';

/**
 * Decides everything that can be decided before the first host is contacted. Pure: asks for the sizes of files and the
 * texts of templates, and for nothing else of the world. No plan when there is an error here, or was one in the playbook.
 */
export function makePlan(input: PlanInput): MadePlan {
  const planning = new Planning(input);
  const problems = planning.problems();
  const { texts } = planning;
  if (!input.playbook.isWhole || planning.isGuess || problems.some(isError)) return { problems, texts };
  return { plan: planning.plan(), problems, texts };
}

class Planning {
  readonly #input: PlanInput;
  readonly #targets: StageTargets;
  readonly #context: StageContext & { readonly files: FileCheck };
  readonly #problems: Problem[] = [];
  /** Those of the playbook, in waves where it says so. */
  readonly #asked: readonly WaveStage[];
  /** Why stages do not run this time, by their ids. */
  #notChosen: LeftOutReasons = new Map();
  /** Stages of rollouts, as the playbook has them. */
  readonly #checked = new Set<LoadedStage>();
  readonly #stages: PlannedStage[] = [];
  readonly #leftOut: LeftOut;
  readonly #secrets = new Map<string, SecretSource>();

  constructor(input: PlanInput) {
    const { playbook, concurrency, retry, doubts = noDoubts } = input;
    this.#input = input;
    const files = new FileCheck(input.files, playbook.path);
    this.#context = {
      vars: new HostVars(input, (source) => this.#secretText(source)),
      registers: new Registers(playbook.stages),
      doubts,
      files,
      templateFiles: new TemplateFiles(files),
      defaults: playbook.defaults,
      ...(concurrency !== undefined && { concurrency }),
      ...(retry !== undefined && { retry }),
    };
    this.#targets = new StageTargets(input, this.#context.vars);
    this.#leftOut = new LeftOut(this.#context.registers);
    this.#asked = inWaves(playbook.stages, (rollout) => this.#hostsOfRollout(rollout));
    const choice = chooseStages(
      this.#asked.filter((stage) => !isAdded(stage)),
      input,
    );
    const { selection } = this.#targets;
    this.#problems.push(...choice.problems, ...selection.limitProblems);
    if (!choice.problems.some(isError)) this.#notChosen = choice.leftOut;
    this.#problems.push(...withoutItsRollout(playbook.stages, selection));
    for (const stage of this.#asked) {
      if (isAdded(stage) && !this.#hasHostsIn(stage.wave)) continue;
      this.#add(stage, this.#notChosen.get(stage.id));
    }
    this.#checkChoice();
    this.#checkLimit();
  }

  get texts(): ReadonlyMap<string, string> {
    return this.#context.templateFiles.texts;
  }

  /** The hosts of a stage are not known. */
  get isGuess(): boolean {
    return this.#targets.areGuessed;
  }

  /** Notes that the plan needs it. */
  #secretText(source: SecretSource): string {
    this.#secrets.set(JSON.stringify(source), source);
    return this.#input.secretText?.(source) ?? mask;
  }

  problems(): Problem[] {
    const { ways } = this.#input.playbook;
    const problems = [...this.#problems, ...this.#targets.varProblems()];
    return distinctProblems(problems.map((problem) => withWay(problem, ways))).toSorted(byPlace);
  }

  plan(): Plan {
    const { playbook, inventory } = this.#input;
    return Object.freeze({
      playbook: { path: playbook.path, name: playbook.name, sha256: playbook.sha256 },
      inventories: inventory.paths,
      hosts: [...inventory.hosts.values()].filter((host) => this.#targets.isUsed(host)),
      stages: Object.freeze(this.#stages),
      ...(playbook.locksHosts && { locksHosts: true }),
      ...(this.#secrets.size > 0 && { secrets: [...this.#secrets.values()] }),
      leftOut: Object.freeze(this.#leftOut.stages),
      fileSizes: this.#context.files.sizes,
      treeSizes: this.#context.files.treeSizes,
    });
  }

  #hostsOfRollout(rollout: LoadedRollout): readonly Host[] | undefined {
    const { hosts, problems } = this.#targets.ofRollout(rollout);
    this.#problems.push(...problems);
    return hosts;
  }

  #hostsOf(stage: HostParts & StageFile, among: ReadonlySet<Host> | undefined) {
    const { problems, ...found } = this.#targets.of(stage, among);
    this.#problems.push(...problems);
    return found;
  }

  #hasHostsIn(wave: Wave | undefined): boolean {
    return this.#stages.some((stage) => stage.scope === 'host' && stage.wave === wave);
  }

  /** A file may be included several times, and be wrong in one of them. */
  #add(stage: WaveStage, leftOut: string | undefined): void {
    const before = this.#problems.length;
    this.#addOfKind(stage, leftOut);
    const found = this.#problems.splice(before);
    this.#problems.push(...found.map((problem) => withWayOf(problem, stage.place.file, stage.includedBy)));
  }

  #addOfKind(stage: WaveStage, leftOut: string | undefined): void {
    if (leftOut !== undefined) this.#leftOut.add(stage, leftOut);
    else if (stage.scope === 'host') this.#addHostStage(stage);
    else if (stage.scope === 'fleet') this.#addFleetStage(stage);
    else if (stage.scope === 'controller') this.#addControllerStage(stage);
    else this.#addBrokenStage(stage);
    if (leftOut === undefined && 'kind' in stage && stage.scope !== 'fleet' && stage.kind.writesHere)
      this.#context.files.expectMade();
  }

  #addHostStage(stage: LoadedHostStage & WaveStage): void {
    const { targets, on } = this.#hostsOf(stage, stage.wave?.hosts);
    if (stage.wave !== undefined) this.#checkForAllWaves(stage);
    if (on === undefined) {
      const why =
        stage.wave === undefined ? this.#leftOut.byLimit('it no host') : 'it has no host of this wave';
      this.#leftOut.addOnHosts(stage, why);
    } else {
      const { planned, problems } = planHostStage(stage, on, this.#context);
      if (stage.wave === undefined) this.#problems.push(...problems);
      if (planned !== undefined) this.#stages.push(planned);
    }
    if (stage.register !== undefined && stage.wave === undefined) {
      this.#context.registers.add(stage.register, targets?.unlimited);
    }
  }

  /** What is wrong is told once, of all hosts that have their turn, and not of those of each wave. */
  #checkForAllWaves({ wave: _, written, ...stage }: LoadedHostStage & WaveStage): void {
    if (written === undefined || this.#checked.has(written)) return;
    this.#checked.add(written);
    const those = this.#asked.filter((each) => each.written === written && !this.#notChosen.has(each.id));
    const hosts = new Set(those.flatMap((each) => [...(each.wave?.hosts ?? [])]));
    const { targets, on } = this.#hostsOf(stage, hosts);
    if (on !== undefined) this.#problems.push(...planHostStage(stage, on, this.#context).problems);
    if (stage.register !== undefined) this.#context.registers.add(stage.register, targets?.unlimited);
  }

  #addBrokenStage(stage: BrokenStage & InWave): void {
    const { parts, register, wave } = stage;
    const { targets, on } = parts === undefined ? {} : this.#hostsOf({ ...stage, ...parts }, wave?.hosts);
    if (parts !== undefined && on !== undefined) {
      this.#problems.push(...checkBrokenStage(parts, on, this.#context));
    }
    if (register !== undefined) this.#context.registers.add(register, targets?.unlimited);
  }

  #addFleetStage(stage: LoadedFleetStage & WaveStage): void {
    const written = this.#input.playbook.stages;
    const others = { asked: this.#asked, written, leftOut: this.#leftOut };
    const { planned, problems } = planFleetStage(stage, others, this.#context);
    this.#problems.push(...problems);
    if (planned !== undefined) this.#stages.push(planned);
  }

  #addControllerStage(stage: LoadedControllerStage & InWave): void {
    const { planned, problems } = planControllerStage(stage, this.#context);
    this.#problems.push(...problems);
    const missing = planned && this.#leftOut.registering(planned.when?.registers ?? [], this.#asked);
    if (missing !== undefined) {
      this.#leftOut.add(stage, `stage ${missing.id}, which it looks at, is left out`);
      return;
    }
    if (planned !== undefined) this.#stages.push(planned);
    if (stage.register !== undefined) this.#context.registers.addOfNoHost(stage.register);
  }

  /** An assert goes with the stage that it judges, and may have been the last one. */
  #checkChoice(): void {
    const isNothingLeft = this.#stages.length === 0 && this.#notChosen.size > 0;
    if (isNothingLeft && !this.#problems.some(isError)) this.#problems.push(noStagesLeft);
  }

  #checkLimit(): void {
    const { limit } = this.#input;
    if (limit === undefined) return;
    const hasHostStage = this.#input.playbook.stages.some(({ scope }) => scope === 'host');
    const isCause = this.#leftOut.isAnyByLimit;
    const isForNothing = this.#stages.every(({ scope }) => scope === 'controller');
    if (!hasHostStage || !isCause || !isForNothing || this.#problems.some(isError)) return;
    const message = `--limit ${limit} leaves no host to any stage.`;
    this.#problems.push({
      code: 'limit-leaves-nothing',
      about: 'limit',
      message,
      advice: 'Choose hosts that the playbook uses.',
    });
  }
}
