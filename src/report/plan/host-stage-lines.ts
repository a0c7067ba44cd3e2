import { shownText } from '../../document/shown-text.ts';
import { foldHosts } from '../../inventory/select/fold-hosts.ts';
import { belowDirectory } from '../../plan/files/below-directory.ts';
import { groupHosts, type HostGroup } from '../../plan/hosts/group-hosts.ts';
import type { Known, Plan, PlannedHostStage } from '../../plan/plan.ts';
import { renderedFacts } from '../../plan/rendered-facts.ts';
import { builtIn } from '../../plan/run-settings.ts';
import { limitText } from '../../stages/duration.ts';
import type { RenderedFile } from '../../stages/stage.ts';
import { bytesText, countText, plural } from '../text/numbers.ts';
import type { Line } from '../text/spans.ts';
import { onFailure, rawLines, settingsLines, titleLine } from './stage-parts.ts';

/** A stage on hosts: hosts together for which the same will be done. */
export function hostStageLines(plan: Plan, stage: PlannedHostStage, known: Known): Line[] {
  const groups = groupHosts(stage, known);
  const { kind, hosts } = stage;
  const where = kind.runsHere ? 'on this machine, once for each of' : 'on';
  return [
    titleLine(stage, `${kind.name} ${where} ${plural(hosts.length, 'host')}`),
    ...settingsLines(settings(stage, groups)),
    ...groups.flatMap((group) => groupLines(plan, stage, group)),
  ];
}

function groupLines(plan: Plan, stage: PlannedHostStage, group: HostGroup): Line[] {
  return [
    [{ text: '   ' }, { text: someHosts(group.hosts), tone: 'busy' }],
    [{ text: `     ${shownText(group.description)}${sizes(plan, stage, group)}` }],
    ...rawLines(stage.rawInsertions),
  ];
}

const mostNames = 5;
const longestPattern = 72;

/** `m1, m2`, many as the pattern that chooses them, `w[1-495]`, and where that is long, `berlin, paris, rome, +17 more`. */
function someHosts(hosts: readonly string[]): string {
  if (hosts.length <= mostNames) return hosts.join(', ');
  const pattern = foldHosts(hosts).join(',');
  if (pattern.length <= longestPattern) return pattern;
  return `${hosts.slice(0, mostNames).join(', ')}, +${countText(hosts.length - mostNames)} more`;
}

function sizes(
  { fileSizes, treeSizes }: Plan,
  stage: PlannedHostStage,
  { args, rendered }: HostGroup,
): string {
  if (args === undefined) return '';
  if (rendered !== undefined) return `, ${[...rendered.values()].map(renderedText).join(' + ')}`;
  const { kind } = stage;
  const sizeOf = (path: string) => fileSizes.get(belowDirectory(stage, path)) ?? [];
  const treeOf = (path: string) => treeSizes.get(belowDirectory(stage, path)) ?? [];
  const files = (kind.localFiles?.(args) ?? []).flatMap(sizeOf);
  const trees = (kind.localTrees?.(args) ?? []).flatMap(treeOf);
  const texts = [
    ...files.map(bytesText),
    ...trees.map(({ files, bytes }) => `${plural(files, 'file')}, ${bytesText(bytes)}`),
  ];
  return texts.length === 0 ? '' : `, ${texts.join(' + ')}`;
}

function renderedText(file: RenderedFile): string {
  if (file.dependsOnRun) return 'with what only the run will know';
  const { bytes, sha256 } = renderedFacts(file);
  return `${bytesText(bytes)}, SHA-256 ${sha256.slice(0, 12)}…`;
}

/** What is not as it would be without a word in the playbook. */
function settings(stage: PlannedHostStage, groups: readonly HostGroup[]) {
  const { when, until, failedWhen, changedWhen, becomeUser, concurrency, retry, register } = stage;
  const isRetried = retry.isAsked || until !== undefined;
  return [
    onFailure(stage),
    when && `when ${shownText(when.text)}`,
    becomeUser && `as ${becomeUser}${byMethods(stage)}`,
    concurrency !== builtIn.concurrency && `${concurrency} at once`,
    isRetried && `${plural(retry.attempts, 'attempt')}, ${limitText(retry.delayMs)} apart`,
    until && `until ${shownText(until.text)}`,
    failedWhen && `failed when ${shownText(failedWhen.text)}`,
    changedWhen && `changed when ${shownText(changedWhen.text)}`,
    limit(stage, groups),
    register && `registers ${register}`,
    stage.isIdempotent && 'idempotent',
    stage.isSecret && 'output is not shown',
    stage.continueOnError && 'continues on error',
  ];
}

/** Where it is the same for all hosts, and neither the usual one nor the kind's own. */
function limit({ kind }: PlannedHostStage, groups: readonly HostGroup[]): string | undefined {
  const [timeoutMs, ...others] = new Set(groups.map((group) => group.timeoutMs));
  if (timeoutMs === undefined || others.length > 0) return undefined;
  const isUsual = timeoutMs === builtIn.timeoutMs || kind.timeoutMs !== undefined;
  return isUsual ? undefined : `at most ${limitText(timeoutMs)}`;
}

/** ` by doas`; nothing where it is sudo everywhere. */
function byMethods({ hosts }: PlannedHostStage): string {
  const methods = [...new Set(hosts.map(({ settings }) => settings.become?.method ?? 'sudo'))];
  return methods.join() === 'sudo' ? '' : ` by ${methods.join(' or ')}`;
}
