import { registerOf } from '../../playbook/playbook.ts';
import type { Registers } from '../names/registers.ts';
import type { LeftOutStage } from '../plan.ts';
import { stageName } from '../stage/stage-name.ts';
import type { WaveStage } from '../waves.ts';

/** The stages that do not run this time, and why. */
export class LeftOut {
  readonly stages: LeftOutStage[] = [];
  isAnyByLimit = false;
  readonly #registers: Registers;

  constructor(registers: Registers) {
    this.#registers = registers;
  }

  /** Why one is left out from now on that the limit leaves `it no host`. */
  byLimit(what: string): string {
    this.isAnyByLimit = true;
    return `--limit leaves ${what}`;
  }

  add(stage: WaveStage, why: string): void {
    this.addOnHosts(stage, why);
    const register = registerOf(stage);
    if (register !== undefined) this.#registers.addLeftOut(register, why);
  }

  /** No host of this time has it: what it registers is told by the hosts. */
  addOnHosts(stage: WaveStage, why: string): void {
    this.stages.push({ id: stage.id, name: stageName(stage), why });
  }

  has({ id }: WaveStage): boolean {
    return this.stages.some((stage) => stage.id === id);
  }

  /** A stage among these that registers one of the names, where none that does runs. */
  registering(names: readonly string[], asked: readonly WaveStage[]): WaveStage | undefined {
    const candidates = names.map((name) => asked.filter((each) => registerOf(each) === name));
    return candidates.find((those) => those.length > 0 && those.every((each) => this.has(each)))?.[0];
  }
}
