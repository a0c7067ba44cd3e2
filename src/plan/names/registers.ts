import { didYouMean } from '../../document/nearest.ts';
import type { Place, Problem } from '../../document/problem.ts';
import type { Host } from '../../inventory/host/host.ts';
import { type LoadedStage, registerOf } from '../../playbook/playbook.ts';
import { isOutput, registeredResultTypes } from '../../result/registered-result.ts';
import type { Reference } from '../../template/template.ts';
import { hostList } from '../hosts/host-list.ts';
import { secretOutput } from './secret-output.ts';
import { saysNothingOfChange, type Unsaid, unknownChange } from './unknown-change.ts';

/** What `results.NAME` can name at a point of the playbook. */
export class Registers {
  /** By name: the hosts on which the stage runs, a limit apart; undefined when the stage is broken and nobody knows. */
  readonly #hosts = new Map<string, ReadonlySet<string> | undefined>();
  readonly #leftOut = new Map<string, string>();
  readonly #ofNoHost = new Set<string>();
  /** Those of stages that keep no output. */
  readonly #secret: ReadonlySet<string>;
  /** Those of stages that never say whether they changed something. */
  readonly #unsaid: ReadonlyMap<string, Unsaid>;
  /** The place of each stage that registers, by the name. */
  readonly #places: ReadonlyMap<string, Place>;

  /** `stages`: all of the playbook, also those that come later. */
  constructor(stages: readonly LoadedStage[]) {
    this.#places = new Map(
      stages.flatMap((stage) => {
        const register = registerOf(stage);
        return register === undefined ? [] : [[register, stage.place] as const];
      }),
    );
    this.#secret = new Set(
      stages.flatMap((stage) => ('isSecret' in stage && stage.isSecret ? (stage.register ?? []) : [])),
    );
    this.#unsaid = new Map(
      stages.flatMap((stage) =>
        saysNothingOfChange(stage) && stage.register !== undefined ? [[stage.register, stage] as const] : [],
      ),
    );
  }

  /** Where a file is included several times a name comes again: each host has the result of the last stage that ran there. */
  add(name: string, hosts: readonly Host[] | undefined): void {
    const before = this.#hosts.has(name) ? this.#hosts.get(name) : new Set<string>();
    const isKnown = hosts !== undefined && before !== undefined;
    this.#hosts.set(name, isKnown ? new Set([...before, ...hosts.map((host) => host.name)]) : undefined);
  }

  /** Its stage runs once, on this machine: every later stage sees the same result. */
  addOfNoHost(name: string): void {
    this.#hosts.set(name, undefined);
    this.#ofNoHost.add(name);
  }

  /** Those of stages that run once, on this machine. */
  get namesOfNoHost(): readonly string[] {
    return [...this.#ofNoHost];
  }

  /** It exists, but its stage does not run this time. */
  addLeftOut(name: string, why: string): void {
    this.#leftOut.set(name, why);
  }

  get names(): readonly string[] {
    return [...this.#hosts.keys()];
  }

  /** Those of stages on hosts, with the ones that do not run this time. */
  get namesOnHosts(): readonly string[] {
    return [...this.#hosts.keys(), ...this.#leftOut.keys()].filter((name) => !this.#ofNoHost.has(name));
  }

  /** Whether the stage says `secret: true`. */
  isSecret(name: string | undefined): boolean {
    return name !== undefined && this.#secret.has(name);
  }

  /** The stage, where it never says whether it changed something. */
  unsaidChange(name: string): Unsaid | undefined {
    return this.#unsaid.get(name);
  }

  /** What is wrong with a use of `results`, for these hosts. */
  problemOf({ path, place, isPutIn }: Reference, hosts: readonly Host[]): Problem | undefined {
    const [, name, field, deeper] = path;
    if (name === undefined)
      return unknownResult('`results` needs the name of a register.', place, 'Write results.NAME.stdout.');
    if (!this.#hosts.has(name)) return this.#unknown(name, place);
    if (field !== undefined && !Object.hasOwn(registeredResultTypes, field)) return unknownField(path, place);
    if (deeper !== undefined) return noFields(`results.${name}.${field}`, place);
    if (field === undefined && isPutIn) return wholeResult(`results.${name}`, this.isSecret(name), place);
    if (this.isSecret(name) && isOutput(field)) return secretOutput(`the stage ${name}`, place);
    const unsaid = field === 'changed' ? this.#unsaid.get(name) : undefined;
    if (unsaid !== undefined) return unknownChange(unsaid, `the stage ${name}`, place);
    return this.#elsewhere(name, hosts, place);
  }

  /** The same where there is no host: results of hosts cannot be meant. */
  problemOfNoHost(reference: Reference): Problem | undefined {
    const {
      path: [, name = ''],
      place,
    } = reference;
    if (!this.#hosts.has(name) || this.#ofNoHost.has(name)) return this.problemOf(reference, []);
    const message = `Each host has its own results.${name}, and this stage runs once, on this machine.`;
    return { code: 'no-host-here', message, advice: 'Use it in a stage that runs on hosts.', place };
  }

  /** The hosts for which the stage of this register never runs. */
  #elsewhere(name: string, hosts: readonly Host[], place: Place): Problem | undefined {
    const there = this.#hosts.get(name);
    const without = there === undefined ? [] : hosts.filter((host) => !there.has(host.name));
    if (without.length === 0) return undefined;
    const who = hostList(without.map((host) => host.name));
    const message = `The stage that registers ${name} does not run on ${who}.`;
    return { code: 'result-not-there', message, advice: 'Let both stages run on the same hosts.', place };
  }

  /** Also for conditions, whose own check knows the names. */
  missingHosts(name: string, hosts: readonly Host[], place: Place): Problem | undefined {
    return this.#elsewhere(name, hosts, place);
  }

  /** What to say of a name whose stage does not run this time, or not before this one; undefined for all others. */
  whyUnknown(name: string): { readonly message: string; readonly advice: string } | undefined {
    if (this.#hosts.has(name)) return undefined;
    const leftOut = this.#leftOut.get(name);
    if (leftOut !== undefined) {
      const message = `The stage that registers ${name} does not run this time: ${leftOut}.`;
      return { message, advice: 'Let it run too.' };
    }
    const place = this.#places.get(name);
    if (place === undefined) return undefined;
    return {
      message: `No stage before this one registers ${name}: the one of line ${place.line} has not run then.`,
      advice:
        'Put it after that stage; what a stage itself has done is `result`, in until, failed-when and changed-when.',
    };
  }

  /** What to say of `results.NAME` where there is no host; undefined when no stage on hosts registers it. */
  ofEachHost(name: string): { readonly message: string; readonly advice: string } | undefined {
    if (!this.#hosts.has(name) || this.#ofNoHost.has(name)) return this.whyUnknown(name);
    return {
      message: `Each host has its own results.${name}, and this stage runs once, on this machine.`,
      advice: `Count them: stages.${name}.failed == 0.`,
    };
  }

  #unknown(name: string, place: Place): Problem {
    const why = this.whyUnknown(name);
    if (why !== undefined) return unknownResult(why.message, place, why.advice);
    const names = this.names;
    const there =
      names.length > 0 ? `There are: ${names.join(', ')}.` : 'No stage before this one registers anything.';
    const advice = didYouMean(name, names) ?? `${there} A stage says register: ${name}.`;
    return unknownResult(`No stage before this one registers ${name}.`, place, advice);
  }
}

function unknownField(path: readonly string[], place: Place): Problem {
  const fields = Object.keys(registeredResultTypes);
  const [, , field = ''] = path;
  const advice = didYouMean(field, fields) ?? `There are: ${fields.join(', ')}.`;
  return unknownResult(`Results have no field ${field}.`, place, advice);
}

function noFields(written: string, place: Place): Problem {
  return unknownResult(`\`${written}\` is one value and has no fields.`, place, `Write ${written}.`);
}

function wholeResult(written: string, isSecret: boolean, place: Place): Problem {
  const message = `\`${written}\` is a whole result, and one of its fields is needed here.`;
  return unknownResult(message, place, `Write ${written}.${isSecret ? 'outcome' : 'stdout'}.`);
}

function unknownResult(message: string, place: Place, advice: string): Problem {
  return { code: 'result-unknown', message, advice, place };
}
