import { didYouMean } from '../../document/nearest.ts';
import type { Problem } from '../../document/problem.ts';
import type { Plan, PlannedStage } from '../../plan/plan.ts';
import { nameInAllWaves } from '../../plan/stage/stage-name.ts';
import { type CommandRuleOf, isAbout, type Model } from './model.ts';
import { mayRun } from './planned-texts.ts';

/** Rules about commands that are about nothing: a slip of the pen. Warnings, since one model may be for several playbooks. */
export function idleRules({ commands }: Model, plan: Plan): readonly Problem[] {
  return commands.flatMap((rule) => whyIdle(rule, plan) ?? []);
}

function whyIdle(about: CommandRuleOf, plan: Plan): Problem | undefined {
  const { stages, leftOut = [] } = plan;
  const isMeant = (each: { readonly id: string; readonly name: string }) =>
    about.stage === undefined || isAbout(about.stage, each);
  if (leftOut.some(isMeant)) return undefined; // What they would run is in no plan.
  const meant = stages.filter(isMeant);
  if (meant.length === 0) return unknownStage(about, plan);
  const running = meant.filter(runsCommands);
  if (running.length === 0) return about.stage && runsNone(about, meant);
  const there = running.filter((stage) => hasHostOf(stage, about));
  if (there.length === 0) return onNoHost(about);
  if (about.command === undefined || mayRun(about, there, plan)) return undefined;
  return {
    ...idle,
    message: `No command of ${about.stage === undefined ? 'the playbook' : 'this stage'} has such a text, so this rule is about nothing.`,
    advice: 'aeon-run plan shows them, with quotes around values; * stands for any text: "*install.sh*".',
    ...placed(about.places.command),
  };
}

const idle = { code: 'rule-about-nothing', severity: 'warning' } as const;

function unknownStage({ rule, places }: CommandRuleOf, { stages, leftOut = [] }: Plan): Problem {
  const names = [...new Set([...stages, ...leftOut].map(({ name }) => nameInAllWaves(name)))];
  return {
    code: 'rule-stage-unknown',
    severity: 'warning',
    message: `The playbook has no stage "${rule.stage}", so this rule is about nothing.`,
    advice: didYouMean(rule.stage ?? '', names) ?? `It has: ${names.join(', ')}.`,
    ...placed(places.stage),
  };
}

const kindsOfFiles: ReadonlySet<string> = new Set(['transfer', 'template', 'fetch']);

function runsCommands({ scope, kind }: PlannedStage): boolean {
  return scope !== 'fleet' && kind.name !== 'pause' && !kindsOfFiles.has(kind.name);
}

function runsNone({ places }: CommandRuleOf, [stage]: readonly PlannedStage[]): Problem {
  const kind = stage?.kind.name ?? '';
  return {
    ...idle,
    message: `A stage of the kind ${kind} runs no command, so this rule is about nothing.`,
    advice: kindsOfFiles.has(kind)
      ? 'What goes wrong with files stands under hosts: link-lost, disk-full, bandwidth.'
      : 'Remove it, or name a stage that runs commands.',
    ...placed(places.stage),
  };
}

function hasHostOf(stage: PlannedStage, { of }: CommandRuleOf): boolean {
  return of === undefined || (stage.scope === 'host' && stage.hosts.some(({ name }) => of.has(name)));
}

function onNoHost({ rule, places }: CommandRuleOf): Problem {
  const where = rule.stage === undefined ? 'a stage that runs commands' : `the stage "${rule.stage}"`;
  return {
    ...idle,
    message: `None of these hosts is in ${where}, so this rule is about nothing.`,
    advice: 'aeon-run plan shows the hosts of each stage.',
    ...placed(places.hosts),
  };
}

function placed(place: Problem['place']): Pick<Problem, 'place'> {
  return place === undefined ? {} : { place };
}
