import { durationText } from '../stages/duration.ts';
import type { RenderedFile } from '../stages/stage.ts';
import { groupHosts, type HostGroup, unknownYet } from './group-hosts.ts';
import { belowDirectory } from './local-files.ts';
import type {
  Known,
  LeftOutStage,
  Plan,
  PlannedControllerStage,
  PlannedFleetStage,
  PlannedHostStage,
  PlannedStage,
} from './plan.ts';
import { renderedFacts } from './rendered-facts.ts';
import { builtIn } from './run-settings.ts';
import { shownText } from './shown-text.ts';
import type { Wave } from './waves.ts';

export interface DescribeOptions {
  /** Replaces secrets in a text. */
  readonly mask: (text: string) => string;
  readonly color?: boolean;
}

/** The plan as people read it: stage by stage, hosts together for which the same will be done. Ends with a newline. */
export function describePlan(plan: Plan, { mask, color = false }: DescribeOptions): string {
  const paint = painter(color);
  const known = unknownYet(plan);
  const lines = [
    `${paint.bold(plan.playbook.name)}  ${paint.dim(`${plan.playbook.path} on ${countText(plan.hosts.length, 'host')}`)}`,
  ];
  if (plan.locksHosts) lines.push(paint.dim('each host is locked until the end of the run'));
  for (const [at, stage] of plan.stages.entries()) {
    if (stage.wave !== undefined && stage.wave !== plan.stages[at - 1]?.wave)
      lines.push('', waveLine(stage.wave, paint));
    lines.push('', ...stageLines(plan, stage, known, paint));
  }
  if (plan.leftOut !== undefined && plan.leftOut.length > 0) {
    lines.push('', paint.bold('Left out'), ...plan.leftOut.map(leftOutLine));
  }
  // Masked line by line and last, so that no colour can cut a secret in two.
  return `${lines.map(mask).join('\n')}\n`;
}

/** `Workers: wave 2 of 3, 9 hosts`. */
function waveLine({ name, rollout, number, of, hosts }: Wave, paint: Painter): string {
  const whose = name === undefined ? `Rollout ${rollout}` : shownText(name);
  return paint.bold(`── ${whose}: wave ${number} of ${of}, ${countText(hosts.size, 'host')} ──`);
}

function stageLines(plan: Plan, stage: PlannedStage, known: Known, paint: Painter): string[] {
  switch (stage.scope) {
    case 'host':
      return hostStage(plan, stage, known, paint);
    case 'fleet':
      return fleetStage(stage, paint);
    case 'controller':
      return controllerStage(stage, known, paint);
  }
}

function controllerStage(stage: PlannedControllerStage, known: Known, paint: Painter): string[] {
  const { when, register, isIdempotent, isSecret, continueOnError } = stage;
  const facts = [
    onFailure(stage),
    when === undefined ? '' : `when ${shownText(when.text)}`,
    register === undefined ? '' : `registers ${register}`,
    isIdempotent ? 'idempotent' : '',
    isSecret ? 'output is not shown' : '',
    continueOnError ? 'continues on error' : '',
  ].filter((text) => text !== '');
  return [
    title(stage, `${stage.kind.name} on this machine, once`, paint),
    ...(facts.length > 0 ? [`   ${paint.dim(facts.join(' · '))}`] : []),
    `     ${shownText(stage.prepare(known).description)}`,
    ...rawLines(stage.rawInsertions, paint),
  ];
}

function rawLines(raw: readonly string[], paint: Painter): string[] {
  return raw.map(
    (text) => `     ${paint.yellow(`! ${shownText(text)} is put in raw, without quotes for the shell`)}`,
  );
}

function hostStage(plan: Plan, stage: PlannedHostStage, known: Known, paint: Painter): string[] {
  const groups = groupHosts(stage, known);
  const facts = settings(stage, groups);
  return [
    title(stage, `${stage.kind.name} ${where(stage)} ${countText(stage.hosts.length, 'host')}`, paint),
    ...(facts.length > 0 ? [`   ${paint.dim(facts.join(' · '))}`] : []),
    ...groups.flatMap((group) => groupLines(plan, stage, group, paint)),
  ];
}

function where({ kind }: PlannedHostStage): string {
  return kind.runsHere ? 'on this machine, once for each of' : 'on';
}

function groupLines(plan: Plan, stage: PlannedHostStage, group: HostGroup, paint: Painter): string[] {
  return [
    `   ${paint.cyan(someHosts(group.hosts))}`,
    `     ${shownText(group.description)}${sizes(plan, stage, group)}`,
    ...rawLines(stage.rawInsertions ?? [], paint),
  ];
}

/** `m1, m2, m3, +17 more`. */
function someHosts(hosts: readonly string[]): string {
  const most = 5;
  if (hosts.length <= most) return hosts.join(', ');
  return `${hosts.slice(0, most).join(', ')}, +${hosts.length - most} more`;
}

function sizes(
  { fileSizes, treeSizes }: Plan,
  stage: PlannedHostStage,
  { args, rendered }: HostGroup,
): string {
  if (args === undefined) return '';
  if (rendered !== undefined) return `, ${[...rendered.values()].map(renderedText).join(' + ')}`;
  const { kind } = stage;
  const sizeOf = (path: string) => fileSizes?.get(belowDirectory(stage, path)) ?? [];
  const treeOf = (path: string) => treeSizes?.get(belowDirectory(stage, path)) ?? [];
  const files = (kind.localFiles?.(args) ?? []).flatMap(sizeOf);
  const trees = (kind.localTrees?.(args) ?? []).flatMap(treeOf);
  const texts = [
    ...files.map(sizeText),
    ...trees.map(({ files, bytes }) => `${countText(files, 'file')}, ${sizeText(bytes)}`),
  ];
  return texts.length === 0 ? '' : `, ${texts.join(' + ')}`;
}

function renderedText(file: RenderedFile): string {
  if (file.dependsOnRun) return 'with what only the run will know';
  const { bytes, sha256 } = renderedFacts(file);
  return `${sizeText(bytes)}, SHA-256 ${sha256.slice(0, 12)}…`;
}

/** What is not as it would be without a word in the playbook. */
function settings(stage: PlannedHostStage, groups: readonly HostGroup[]): string[] {
  const { when, until, failedWhen, changedWhen, becomeUser, concurrency, retry, register } = stage;
  const timeouts = [...new Set(groups.map(({ timeoutMs }) => timeoutMs))];
  const [timeoutMs] = timeouts;
  const isUsual =
    timeouts.length > 1 || timeoutMs === builtIn.timeoutMs || stage.kind.timeoutMs !== undefined;
  return [
    onFailure(stage),
    when === undefined ? '' : `when ${shownText(when.text)}`,
    becomeUser === undefined ? '' : `as ${becomeUser}${byMethods(stage)}`,
    concurrency === builtIn.concurrency ? '' : `${concurrency} at once`,
    retry.isAsked || until !== undefined
      ? `${countText(retry.attempts, 'attempt')}, ${durationText(retry.delayMs)} apart`
      : '',
    until === undefined ? '' : `until ${shownText(until.text)}`,
    failedWhen === undefined ? '' : `failed when ${shownText(failedWhen.text)}`,
    changedWhen === undefined ? '' : `changed when ${shownText(changedWhen.text)}`,
    timeoutMs === undefined || isUsual ? '' : `at most ${durationText(timeoutMs)}`,
    register === undefined ? '' : `registers ${register}`,
    stage.isIdempotent ? 'idempotent' : '',
    stage.isSecret ? 'output is not shown' : '',
    stage.continueOnError ? 'continues on error' : '',
  ].filter((text) => text !== '');
}

function onFailure({ isOnFailure }: PlannedStage): string {
  return isOnFailure ? 'only when the wave has failed, before the run stops' : '';
}

/** ` by doas`; nothing where it is sudo everywhere. */
function byMethods({ hosts }: PlannedHostStage): string {
  const methods = [...new Set(hosts.map(({ settings }) => settings.become?.method ?? 'sudo'))];
  return methods.join() === 'sudo' ? '' : ` by ${methods.join(' or ')}`;
}

function fleetStage(stage: PlannedFleetStage, paint: Painter): string[] {
  const then = stage.continueOnError ? 'else says so and goes on' : 'else the run stops';
  const { judgedStages, isOverWave } = stage;
  const stages = `stage${judgedStages.length === 1 ? '' : 's'} ${judgedStages.join(', ')}`;
  return [
    title(stage, stage.kind.name, paint),
    ...[onFailure(stage)].filter(Boolean).map((text) => `   ${paint.dim(text)}`),
    `     ${shownText(stage.kind.describe(stage.args))} in ${isOverWave ? 'the wave' : stages}, ${then}`,
  ];
}

function title(
  { id, name }: { readonly id: string; readonly name: string },
  what: string,
  paint: Painter,
): string {
  return `${paint.bold(`${id}. ${shownText(name)}`)}  ${paint.dim(what)}`;
}

function leftOutLine({ id, name, why }: LeftOutStage): string {
  return `${id}. ${shownText(name)}: ${why}`;
}

function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const unit = ['kB', 'MB', 'GB', 'TB'].find((_, index) => bytes < 1000 ** (index + 2)) ?? 'TB';
  const value = bytes / 1000 ** (['kB', 'MB', 'GB', 'TB'].indexOf(unit) + 1);
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

type Painter = Record<'bold' | 'dim' | 'cyan' | 'yellow', (text: string) => string>;

/** SGR sequences (ECMA-48, 8.3.117). */
function painter(color: boolean): Painter {
  const paint = (on: number, off: number) => (text: string) =>
    color ? `\x1b[${on}m${text}\x1b[${off}m` : text;
  return { bold: paint(1, 22), dim: paint(2, 22), cyan: paint(36, 39), yellow: paint(33, 39) };
}
