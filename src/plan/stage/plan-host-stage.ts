import { isError, type Problem } from '../../document/problem.ts';
import type { Path } from '../../document/yaml/yaml.ts';
import type { Host } from '../../inventory/host/host.ts';
import type { CheckedParts, LoadedHostStage, RunSettings } from '../../playbook/playbook.ts';
import { renderArgs } from '../../playbook/stage/args.ts';
import { layeredSettings } from '../../playbook/stage/settings-of.ts';
import { planConditions } from '../condition/plan-conditions.ts';
import { unknownSources } from '../files/template-files.ts';
import type { StageHosts } from '../hosts/stage-hosts.ts';
import { usesFacts } from '../names/check-facts.ts';
import { checkTemplates } from '../names/check-templates.ts';
import { checkHostSaid, freelyChosenPaths, type HostSaid, hostSaidIn } from '../names/host-said.ts';
import { isRuntimePath } from '../names/later-names.ts';
import type { PlannedHostStage } from '../plan.ts';
import { becomeUserOf, concurrencyOf, retryOf, timeoutOf } from '../run-settings.ts';
import type { InWave } from '../waves.ts';
import { argProblems, checkedArgs } from './arg-problems.ts';
import { plannedFacts } from './planned-facts.ts';
import type { StageContext } from './stage-context.ts';

/** Checks everything that the stage will need on each of its hosts; no plan where these are guessed. */
export function planHostStage(
  stage: LoadedHostStage & InWave,
  on: StageHosts,
  context: StageContext,
): { planned?: PlannedHostStage; problems: Problem[] } {
  const { hosts, scopes, areGuessed = false } = on;
  const around = { on, registers: context.registers, doubt: context.doubts.vars };
  const { unread, problems: fromTemplates } = checkTemplates(stage.args, around);
  const known = withoutTemplates(stage, [...unread, ...pathsOfLater(stage)]);
  const {
    planned: conditions,
    needsFacts,
    problems: ofConditions,
  } = planConditions(stage, around, context.vars);
  const hostSaid = hostSaidIn(stage.args, context.registers);
  const become = areGuessed ? undefined : becomeUserOf(stage, defaultsOf(stage, context), hosts);
  const problems = [
    ...fromTemplates,
    ...context.files.check(known, scopes),
    ...argProblems(known, on),
    ...context.templateFiles.check(known, around),
    ...unknownSources(stage),
    ...freelyChosenPaths(stage, hostSaid),
    ...ofConditions,
    ...(become?.problems ?? []),
  ];
  if (areGuessed || problems.some(isError)) return { problems };
  const planned: PlannedHostStage = {
    ...stageFacts(stage, { hosts, hostSaid }, context),
    ...conditions,
    ...((needsFacts || argsUseFacts(stage) || context.templateFiles.usesFacts(stage, scopes)) && {
      needsFacts: true,
    }),
    ...(become?.user !== undefined && { becomeUser: become.user }),
  };
  return { planned: Object.freeze(planned), problems };
}

/** What can be said of a stage of which nobody knows what it does. */
export function checkBrokenStage(stage: CheckedParts, on: StageHosts, context: StageContext): Problem[] {
  const around = { on, registers: context.registers, doubt: context.doubts.vars };
  const { problems } = checkTemplates(stage.args, around);
  return [...problems, ...planConditions(stage, around, context.vars).problems];
}

/** Of the args that hold what only the run will know. */
function pathsOfLater({ args }: LoadedHostStage): Path[] {
  return args.templates.flatMap(({ path, template }) =>
    template.references.some((each) => isRuntimePath(each.path) && !each.isOptional) ? [path] : [],
  );
}

/** The stage as if these texts of its args were no templates: nothing more can be said of them now. */
function withoutTemplates(stage: LoadedHostStage, unread: readonly Path[]): LoadedHostStage {
  if (unread.length === 0) return stage;
  const { args } = stage;
  const templates = args.templates.filter(({ path }) => !unread.includes(path));
  return { ...stage, args: { ...args, templates, unread: [...args.unread, ...unread] } };
}

/** Those of the file in which the stage stands beat those of the playbook that includes it. */
function defaultsOf({ defaults }: LoadedHostStage, context: StageContext): RunSettings {
  return layeredSettings(context.defaults, defaults);
}

function argsUseFacts({ args }: LoadedHostStage): boolean {
  return args.templates.some(({ template }) => usesFacts(template));
}

function stageFacts(
  stage: LoadedHostStage & InWave,
  { hosts, hostSaid }: { readonly hosts: readonly Host[]; readonly hostSaid: readonly HostSaid[] },
  context: StageContext,
): PlannedHostStage {
  const { kind, settings } = stage;
  const { vars } = context;
  const defaults = defaultsOf(stage, context);
  return {
    scope: 'host',
    kind,
    ...plannedFacts(stage),
    hosts,
    concurrency: concurrencyOf(settings, defaults, context.concurrency),
    retry: retryOf(settings, defaults, context.retry),
    isIdempotent: stage.isIdempotent,
    isSecret: stage.isSecret,
    rawInsertions: rawInsertions(stage),
    prepare: (host, known) => {
      const scope = vars.scopeOf(host, vars.of(host, stage), known);
      if (!known.areNames) checkHostSaid(hostSaid, scope);
      const args = known.areNames ? renderArgs(stage.args, scope) : checkedArgs(stage, scope);
      const rendered = context.templateFiles.render(stage, args, scope);
      const timeoutMs = timeoutOf(stage, args, defaults);
      return { args, description: kind.describe(args), timeoutMs, ...(rendered.size > 0 && { rendered }) };
    },
  };
}

/** Raw in a text that is no command is no danger. */
export function rawInsertions({ args }: Pick<LoadedHostStage, 'args'>): string[] {
  const raw = /\{\{\{.*?\}\}\}|\{\{&.*?\}\}/gs;
  return args.templates.flatMap(({ template, context }) =>
    context === 'shell' && template.rawPlaces.length > 0 ? (template.text.match(raw) ?? []) : [],
  );
}
