import type { Chance } from '../chance.ts';
import { drawMs, shareOf } from '../model/draw.ts';
import {
  type CommandFacts,
  commandRule,
  failingOne,
  type Model,
  ruleOfCheck,
  ruleOfLocal,
} from '../model/model.ts';
import type { CommandRule } from '../model/schema.ts';
import type { StageWatch, WatchedStage } from '../stage-watch.ts';
import type { SimulatedHost } from './host.ts';
import { saidBy, usualError, usualOutput } from './said.ts';

/** How one command on one host goes. */
export interface CommandFate {
  readonly takesMs: number;
  readonly exitCode: number;
  /** Which one of a list it is that fails, from 0. */
  readonly failsIn: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Since its start; absent where the link holds. */
  readonly linkLostAfterMs?: number;
  readonly survivesKill: boolean;
  readonly reboots: boolean;
}

export type LocalFate = Omit<CommandFate, 'failsIn' | 'linkLostAfterMs' | 'reboots'>;

/** A look is what the run may repeat freely: a check, not a command of the playbook. */
export type CommandKind = 'command' | 'look';

const usualMs = { command: '1s', look: '20ms' } as const;
const rebooting = /^\s*(?:sudo\s+(?:-\S+\s+)*)?(?:systemctl\s+(?:-\S+\s+)*reboot|reboot|shutdown\s+-r)\b/;

/** Decides how commands go: by the rules of the model, and by chance. */
export class CommandModel {
  readonly #model: Model;
  readonly #chance: Chance;
  readonly #stages: StageWatch;
  readonly #localRuns = new Map<string, number>();

  constructor(model: Model, chance: Chance, stages: StageWatch) {
    this.#model = model;
    this.#chance = chance;
    this.#stages = stages;
  }

  fate(host: SimulatedHost, texts: readonly string[], kind: CommandKind): CommandFate {
    const stage = this.#stages.of(host.name);
    const facts = { host: host.name, stage, texts };
    const text = texts.join('\n');
    const rule = commandRule(this.#model, facts);
    const name = `${host.name}/${stage.id}/command/${host.count(`command/${stage.id}`)}`;
    const takesMs = drawMs(rule.takes ?? usualMs[kind], this.#chance, `${name}/takes`);
    const drawn = this.#exitCode(rule, `${name}/exit`, () => host.count(`run/${stage.id}/${text}`));
    // A file that is to be gone is so with 1; that it is there takes the place of a failure.
    const exitCode = rule.exit === undefined && isToBeGone(stage) ? Number(drawn === 0) : drawn;
    const said = saidBy(rule, exitCode);
    const isLost = this.#chance.isHit(linkLostShare(host, rule), `${name}/link-lost`);
    const isReboot =
      kind === 'command' && (stage.kind === 'reboot' || texts.some((each) => rebooting.test(each)));
    return {
      takesMs,
      exitCode,
      failsIn: exitCode === 0 ? 0 : failingOne(this.#model, facts),
      stdout: said.stdout ?? (exitCode === 0 ? usualOutput(kind, stage) : ''),
      stderr: said.stderr ?? usualError(exitCode),
      survivesKill: this.#chance.isHit(shareOf(rule['survives-kill'] ?? '0%'), `${name}/survives`),
      reboots: exitCode === 0 && (rule.reboots ?? isReboot),
      ...(isLost && { linkLostAfterMs: takesMs * this.#chance.draw(`${name}/link-lost-at`) }),
    };
  }

  /** How a command ends that is asked before another one; undefined where no rule names it. */
  checkFate(
    host: SimulatedHost,
    text: string | undefined,
  ): Pick<CommandFate, 'takesMs' | 'exitCode'> | undefined {
    const rule = text === undefined ? undefined : ruleOfCheck(this.#model, host.name, text);
    if (rule === undefined) return undefined;
    const name = `${host.name}/check/${text}/${host.count(`check/${text}`)}`;
    return {
      takesMs: drawMs(rule.takes ?? usualMs.look, this.#chance, `${name}/takes`),
      exitCode: this.#exitCode(rule, `${name}/exit`, () => host.count(`run/check/${text}`)),
    };
  }

  /** How a command of this machine ends, for a host or (without a name) for all: at once and well, unless a rule names it. */
  localFate({ host, stage, texts }: CommandFacts): LocalFate {
    const rule = ruleOfLocal(this.#model, { host, stage, texts });
    const run = this.#countLocal(`${host}/${stage.id}/local`);
    const name = `${host}/${stage.id}/local/${run}`;
    const exitCode = this.#exitCode(rule, `${name}/exit`, () => run);
    const said = saidBy(rule, exitCode);
    return {
      takesMs: drawMs(rule.takes ?? 0, this.#chance, `${name}/takes`),
      exitCode,
      stdout: said.stdout ?? (exitCode === 0 ? 'rehearsed\n' : ''),
      stderr: said.stderr ?? usualError(exitCode),
      survivesKill: this.#chance.isHit(shareOf(rule['survives-kill'] ?? '0%'), `${name}/survives`),
    };
  }

  /** From 1. */
  #countLocal(name: string): number {
    const count = (this.#localRuns.get(name) ?? 0) + 1;
    this.#localRuns.set(name, count);
    return count;
  }

  /** Whether a transfer loses its link, or meets a full disk. */
  transferFate(host: SimulatedHost): 'good' | 'link-lost' | 'disk-full' {
    const name = `${host.name}/transfer/${host.count('transfer')}`;
    const isLost = this.#chance.isHit(shareOf(host.rule['link-lost'] ?? '0%'), `${name}/link-lost`);
    if (isLost) return 'link-lost';
    const isFull = this.#chance.isHit(shareOf(host.rule['disk-full'] ?? '0%'), `${name}/disk-full`);
    return isFull ? 'disk-full' : 'good';
  }

  #exitCode(
    { exit = {}, 'fails-first': failsFirst = 0 }: CommandRule,
    name: string,
    countRun: () => number,
  ): number {
    const codes = Object.entries(exit);
    if (failsFirst > 0 && countRun() <= failsFirst) return Number(codes[0]?.[0] ?? 1);
    let drawn = this.#chance.draw(name);
    for (const [code, share] of codes) {
      drawn -= shareOf(share);
      if (drawn < 0) return Number(code);
    }
    return 0;
  }
}

function isToBeGone({ waitsFor }: WatchedStage): boolean {
  return waitsFor?.kind === 'file' && !waitsFor.isToBeThere;
}

function linkLostShare({ rule: ofHost }: SimulatedHost, ofCommand: CommandRule): number {
  return Math.max(shareOf(ofHost['link-lost'] ?? '0%'), shareOf(ofCommand['link-lost'] ?? '0%'));
}
