import type { Problem } from '../../document/problem.ts';
import type { Host } from '../../inventory/host/host.ts';
import type { HostParts } from '../../playbook/playbook.ts';
import type { LoadedRollout } from '../../playbook/rollout/rollout.ts';
import { mask } from '../../secret/masker.ts';
import { noDoubts } from '../doubt.ts';
import type { PlanInput } from '../plan-input.ts';
import type { StageFile } from './host-problems.ts';
import { HostVars } from './host-vars.ts';
import { TargetSelection, type Targets } from './select-targets.ts';
import { guessedHosts, knownHosts, type StageHosts } from './stage-hosts.ts';

/** On which hosts each stage runs, and what these see there. */
export class StageTargets {
  readonly selection: TargetSelection;
  readonly #inventory: PlanInput['inventory'];
  readonly #vars: HostVars;
  /** Of hosts that a stage might mean. */
  readonly #guessedVars: HostVars;
  readonly #used = new Set<Host>();
  #areGuessed = false;

  constructor(input: PlanInput, vars: HostVars) {
    const { inventory, limit, doubts = noDoubts } = input;
    this.selection = new TargetSelection(inventory, limit, doubts.hosts);
    this.#inventory = inventory;
    this.#vars = vars;
    this.#guessedVars = new HostVars(input, () => mask);
  }

  /** Whether any stage so far runs on it. */
  isUsed(host: Host): boolean {
    return this.#used.has(host);
  }

  /** The hosts of a stage so far, or of a rollout, are not known: such a plan must not run. */
  get areGuessed(): boolean {
    return this.#areGuessed;
  }

  /** Those of them that are `among` these, if these are given. No `on` when the limit leaves none. */
  of(
    stage: HostParts & StageFile,
    among?: ReadonlySet<Host>,
  ): { targets?: Targets; on?: StageHosts; problems: readonly Problem[] } {
    const { targets, problems } = this.selection.of(stage.hosts, among);
    if (targets === undefined) {
      this.#areGuessed = true;
      return { on: guessedHosts(this.#inventory, stage, this.#guessedVars), problems };
    }
    if (targets.hosts.length === 0) return { targets, problems };
    for (const host of targets.hosts) this.#used.add(host);
    return { targets, on: knownHosts(targets.hosts, stage, this.#vars), problems };
  }

  /** No hosts where they are not known: its stages may name others, so that all of it is a guess. */
  ofRollout({ hosts }: LoadedRollout): { hosts?: readonly Host[]; problems: readonly Problem[] } {
    const { targets, problems } = this.selection.of(hosts);
    if (targets !== undefined) return { hosts: targets.hosts, problems };
    this.#areGuessed = true;
    return { problems };
  }

  /** What cannot be filled in of the vars that the stages so far have asked for. */
  varProblems(): Problem[] {
    return [
      ...this.#vars.problems.all(this.#used.size),
      ...this.#guessedVars.problems.ofEach(this.#inventory.hosts.size),
    ];
  }
}
