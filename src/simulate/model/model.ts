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
  readonly commands: readonly CommandRuleOf[];
}

/** A rule with what it is about. */
export interface CommandRuleOf extends Located<CommandRule> {
  readonly stage?: Matcher;
  readonly command?: Matcher;
  /** Where each of these stands. */
  readonly places: { readonly [key in 'hosts' | 'stage' | 'command']?: Place };
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
  /** Of the command; several where they are a list. */
  readonly texts: readonly string[];
}

/** Nothing goes wrong. */
export const calmModel: Model = { seed: 0, hosts: [], commands: [] };

/** All that the rules say about a host, the last one first; of its facts each by itself. */
export function hostRule(model: Model, host: string): HostRule {
  const rules = model.hosts.filter(({ of }) => of?.has(host) ?? true);
  const facts = rules.flatMap(({ rule }) => rule.facts ?? []);
  return { ...merged(rules), ...(facts.length > 0 && { facts: Object.assign({}, ...facts) }) };
}

/** All that the rules say about a command, the last one first. */
export function commandRule(model: Model, facts: CommandFacts): CommandRule {
  return merged(model.commands.filter((each) => isAboutCommand(each, facts)));
}

/** The same for one of this machine, which has to be named by its stage or its text. */
export function ruleOfLocal(model: Model, facts: CommandFacts): CommandRule {
  const named = model.commands.filter(({ stage, command }) => (stage ?? command) !== undefined);
  return merged(named.filter((each) => isAboutCommand(each, facts)));
}

function isAboutCommand({ of, stage, command }: CommandRuleOf, { host, stage: where, texts }: CommandFacts) {
  return (
    (of?.has(host) ?? true) &&
    (stage === undefined || isAbout(stage, where)) &&
    (command === undefined || texts.some(command))
  );
}

/** Which one of a list fails: the first that is named by the rule that says how it ends. */
export function failingOne({ commands }: Model, facts: CommandFacts): number {
  const saying = commands.findLast(
    (each) => (each.rule.exit ?? each.rule['fails-first']) !== undefined && isAboutCommand(each, facts),
  );
  return Math.max(0, facts.texts.findIndex(saying?.command ?? (() => true)));
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
