import type { Place } from '../../document/problem.ts';
import { nameInAllWaves } from '../../plan/stage/stage-name.ts';
import type { Matcher } from './glob.ts';
import type { CommandRule, HostRule } from './schema.ts';

/** A model whose patterns are resolved against an inventory. */
export interface Model {
  /** As given; absent for the one that is built in. */
  readonly file?: string;
  readonly seed: number;
  readonly hosts: readonly Located<HostRule>[];
  readonly commands: readonly (Located<CommandRule> & {
    readonly stage?: Matcher;
    /** Where that stands. */
    readonly stagePlace?: Place;
    readonly command?: Matcher;
  })[];
}

interface Located<Rule> {
  readonly rule: Rule;
  /** Names; absent means all. */
  readonly of?: ReadonlySet<string>;
}

/** What a command is, for the rules about commands. */
export interface CommandFacts {
  readonly host: string;
  readonly stage: { readonly id: string; readonly name: string };
  readonly text: string;
}

/** Nothing goes wrong. */
export const calmModel: Model = { seed: 0, hosts: [], commands: [] };

/** All that the rules say about a host, the last one first. */
export function hostRule(model: Model, host: string): HostRule {
  return merged(model.hosts.filter(({ of }) => of?.has(host) ?? true));
}

/** All that the rules say about a command, the last one first. */
export function commandRule(model: Model, { host, stage, text }: CommandFacts): CommandRule {
  return merged(
    model.commands.filter(
      (each) =>
        (each.of?.has(host) ?? true) &&
        (each.stage === undefined || isAbout(each.stage, stage)) &&
        (each.command?.(text) ?? true),
    ),
  );
}

/** By its number or its name, with the wave that it is in or without. */
export function isAbout(matches: Matcher, { id, name }: CommandFacts['stage']): boolean {
  return matches(id) || matches(name) || matches(nameInAllWaves(name));
}

/** The rules that name a check by its text: those about a stage are about its command. */
export function ruleOfCheck(model: Model, host: string, text: string): CommandRule | undefined {
  const rules = model.commands.filter(
    ({ of, command }) => (of?.has(host) ?? true) && command !== undefined && command(text),
  );
  return rules.length === 0 ? undefined : merged(rules);
}

function merged<Rule extends object>(rules: readonly Located<Rule>[]): Partial<Rule> {
  return Object.assign({}, ...rules.map(({ rule }) => rule));
}
