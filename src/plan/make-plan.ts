import { isError, type Problem } from '../document/problem.ts';
import { byPlace } from '../document/problem-order.ts';
import type { Host, Vars } from '../inventory/host.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { distinctProblems, withWay } from '../playbook/load.ts';
import type {
  BrokenStage,
  HostParts,
  LoadedControllerStage,
  LoadedFleetStage,
  LoadedHostStage,
  LoadedStage,
  Playbook,
} from '../playbook/playbook.ts';
import { mask } from '../secret/masker.ts';
import type { SecretText } from '../secret/secret-value.ts';
import type { SecretSource } from '../secret/source.ts';
import type { LocalFiles } from '../source/controller-files.ts';
import { chooseStages, type StageChoice } from './choose-stages.ts';
import { type Doubts, noDoubts } from './doubt.ts';
import { HostVars } from './host-vars.ts';
import { judgedStage } from './judged-stage.ts';
import { FileCheck } from './local-files.ts';
import type { LeftOutStage, Plan, PlannedStage } from './plan.ts';
import { planClaim } from './plan-claim.ts';
import { planControllerStage } from './plan-controller-stage.ts';
import { checkBrokenStage, planHostStage, type StageContext } from './plan-host-stage.ts';
import { plannedFleetStage } from './planned-fleet-stage.ts';
import { Registers } from './registers.ts';
import type { UnaskedRetry } from './run-settings.ts';
import { TargetSelection, type Targets } from './select-targets.ts';
import { guessedHosts, knownHosts, type StageHosts } from './stage-hosts.ts';
import { stageName } from './stage-name.ts';
import { TemplateFiles } from './template-files.ts';

export interface PlanInput extends StageChoice {
  readonly playbook: Playbook;
  readonly inventory: Inventory;
  /** From `-e`: data, never templates. */
  readonly extraVars: Vars;
  /** A pattern; no stage runs on other hosts. */
  readonly limit?: string;
  /** Beats the playbook's defaults, not what a stage says itself. */
  readonly concurrency?: number;
  /** How what never began is tried where the playbook does not say it. */
  readonly retry?: UnaskedRetry;
  readonly files: LocalFiles;
  /** For each secret among the vars; `***` unless told, as a plan is shown before anybody is asked for secrets. */
  readonly secretText?: SecretText;
  /** What may be missed because something could not be read; nothing unless told. */
  readonly doubts?: Doubts;
}

/**
 * Decides everything that can be decided before the first host is contacted. Pure: asks the files for their sizes and
 * nothing else of the world. No plan when there is an error here, or was one in the playbook.
 */
export function makePlan(input: PlanInput): MadePlan {
  const planning = new Planning(input);
  const problems = planning.problems();
  const { texts } = planning;
  if (!input.playbook.isWhole || planning.isGuess || problems.some(isError)) return { problems, texts };
  return { plan: planning.plan(), problems, texts };
}

export interface MadePlan {
  readonly plan?: Plan;
  readonly problems: Problem[];
  /** Of the template files, by the path that problems name. */
  readonly texts: ReadonlyMap<string, string>;
}

class Planning {
  /** The hosts of a stage are not known. */
  isGuess = false;
  readonly #input: PlanInput;
  readonly #targets: TargetSelection;
  readonly #context: StageContext & { readonly files: FileCheck };
  /** Of hosts that a stage might mean. */
  readonly #guessedVars: HostVars;
  readonly #problems: Problem[] = [];
  readonly #stages: PlannedStage[] = [];
  readonly #leftOut: LeftOutStage[] = [];
  readonly #hosts = new Set<Host>();
  readonly #secrets = new Map<string, SecretSource>();

  constructor(input: PlanInput) {
    const { playbook, inventory, limit, concurrency, retry, doubts = noDoubts } = input;
    this.#input = input;
    this.#targets = new TargetSelection(inventory, limit, doubts.hosts);
    const files = new FileCheck(input.files, playbook.path);
    this.#guessedVars = new HostVars(playbook, input.extraVars, () => mask);
    this.#context = {
      vars: new HostVars(playbook, input.extraVars, (source) => this.#secretText(source)),
      registers: new Registers(playbook.stages),
      doubts,
      files,
      templateFiles: new TemplateFiles(files),
      defaults: playbook.defaults,
      ...(concurrency !== undefined && { concurrency }),
      ...(retry !== undefined && { retry }),
    };
    const choice = chooseStages(playbook.stages, input);
    this.#problems.push(...choice.problems, ...this.#targets.limitProblems);
    const isChosen = !choice.problems.some(isError);
    for (const stage of playbook.stages) {
      this.#add(stage, isChosen ? choice.leftOut.get(stage.id) : undefined);
    }
    this.#checkLimit();
  }

  get texts(): ReadonlyMap<string, string> {
    return this.#context.templateFiles.texts;
  }

  /** Notes that the plan needs it. */
  #secretText(source: SecretSource): string {
    this.#secrets.set(JSON.stringify(source), source);
    return this.#input.secretText?.(source) ?? mask;
  }

  problems(): Problem[] {
    const { ways } = this.#input.playbook;
    const ofVars = [
      ...this.#context.vars.problems.all(this.#hosts.size),
      ...this.#guessedVars.problems.ofEach(this.#input.inventory.hosts.size),
    ];
    const problems = [...this.#problems, ...ofVars].map((problem) => withWay(problem, ways));
    return distinctProblems(problems).toSorted(byPlace);
  }

  plan(): Plan {
    const { playbook, inventory } = this.#input;
    return Object.freeze({
      playbook: { path: playbook.path, name: playbook.name, sha256: playbook.sha256 },
      inventories: inventory.paths,
      hosts: [...inventory.hosts.values()].filter((host) => this.#hosts.has(host)),
      stages: Object.freeze(this.#stages),
      ...(playbook.locksHosts && { locksHosts: true }),
      ...(this.#secrets.size > 0 && { secrets: [...this.#secrets.values()] }),
      leftOut: Object.freeze(this.#leftOut),
      fileSizes: this.#context.files.sizes,
      treeSizes: this.#context.files.treeSizes,
    });
  }

  #add(stage: LoadedStage, leftOut: string | undefined): void {
    if (leftOut !== undefined) this.#leaveOut(stage, leftOut);
    else if (stage.scope === 'host') this.#addHostStage(stage);
    else if (stage.scope === 'fleet') this.#addFleetStage(stage);
    else if (stage.scope === 'controller') this.#addControllerStage(stage);
    else this.#addBrokenStage(stage);
  }

  #leaveOut(stage: LoadedStage, why: string): void {
    this.#leftOut.push({ id: stage.id, name: stageName(stage), why });
    if ('register' in stage && stage.register !== undefined) {
      this.#context.registers.addLeftOut(stage.register, why);
    }
  }

  #addHostStage(stage: LoadedHostStage): void {
    const { targets, on } = this.#hostsOf(stage);
    if (on === undefined) {
      this.#leftOut.push({ id: stage.id, name: stageName(stage), why: '--limit leaves it no host' });
    } else {
      const { planned, problems } = planHostStage(stage, on, this.#context);
      this.#problems.push(...problems);
      if (planned !== undefined) this.#stages.push(planned);
    }
    if (stage.register !== undefined) this.#context.registers.add(stage.register, targets?.unlimited);
  }

  #addBrokenStage({ parts, register }: BrokenStage): void {
    const { targets, on } = parts === undefined ? {} : this.#hostsOf(parts);
    if (parts !== undefined && on !== undefined) {
      this.#problems.push(...checkBrokenStage(parts, on, this.#context));
    }
    if (register !== undefined) this.#context.registers.add(register, targets?.unlimited);
  }

  /** No hosts when the limit leaves none. */
  #hostsOf(stage: HostParts): { targets?: Targets | undefined; on?: StageHosts } {
    const { targets, problems } = this.#targets.of(stage.hosts);
    this.#problems.push(...problems);
    if (targets === undefined) {
      this.isGuess = true;
      return { on: guessedHosts(this.#input.inventory, stage, this.#guessedVars) };
    }
    if (targets.hosts.length === 0) return { targets };
    for (const host of targets.hosts) this.#hosts.add(host);
    return { targets, on: knownHosts(targets.hosts, stage, this.#context.vars) };
  }

  #addFleetStage(stage: LoadedFleetStage): void {
    const { stages } = this.#input.playbook;
    const { judged, problems } = judgedStage(stage, stages);
    const { vars, registers, doubts } = this.#context;
    const made = stage.claim && planClaim(stage.claim, vars.ofNoHost(), { registers, doubts });
    this.#problems.push(...problems, ...(made?.problems ?? []));
    if (judged === undefined || (stage.claim !== undefined && made?.claim === undefined)) return;
    const missing = this.#isLeftOut(judged) ? judged : this.#leftOutOf(made?.claim?.registers ?? []);
    if (missing !== undefined) {
      const verb = missing === judged ? 'judges' : 'looks at';
      this.#leaveOut(stage, `stage ${missing.id}, which it ${verb}, is left out`);
    } else this.#stages.push(Object.freeze(plannedFleetStage(stage, judged.id, made?.claim)));
  }

  #addControllerStage(stage: LoadedControllerStage): void {
    const { planned, problems } = planControllerStage(stage, this.#context);
    this.#problems.push(...problems);
    const missing = planned && this.#leftOutOf(planned.when?.registers ?? []);
    if (missing !== undefined) {
      this.#leaveOut(stage, `stage ${missing.id}, which it looks at, is left out`);
      return;
    }
    if (planned !== undefined) this.#stages.push(planned);
    if (stage.register !== undefined) this.#context.registers.addOfNoHost(stage.register);
  }

  /** A stage that registers one of these names, where none that does runs this time. */
  #leftOutOf(registers: readonly string[]): LoadedStage | undefined {
    const { stages } = this.#input.playbook;
    const candidates = registers.map((name) =>
      stages.filter((each) => 'register' in each && each.register === name),
    );
    return candidates.find((those) => those.length > 0 && those.every((each) => this.#isLeftOut(each)))?.[0];
  }

  #isLeftOut({ id }: LoadedStage): boolean {
    return this.#leftOut.some((leftOut) => leftOut.id === id);
  }

  #checkLimit(): void {
    const hasHostStage = this.#input.playbook.stages.some(({ scope }) => scope === 'host');
    const isCause = this.#leftOut.some(({ why }) => why.startsWith('--limit'));
    const isForNothing = this.#stages.every(({ scope }) => scope === 'controller');
    if (!hasHostStage || !isCause || !isForNothing || this.#problems.some(isError)) return;
    const message = `--limit ${this.#input.limit} leaves no host to any stage.`;
    this.#problems.push({
      code: 'limit-leaves-nothing',
      message,
      advice: 'Choose hosts that the playbook uses.',
    });
  }
}
