import { foldHosts } from '../../inventory/select/fold-hosts.ts';
import { FailureGroups, isTolerated } from '../fleet/failure-groups.ts';
import type { RunStory } from '../story/run-story.ts';
import { failureBlock } from '../summary/failure-block.ts';
import type { SummaryLook } from '../summary/summary.ts';
import { verdictLines, whyStopped } from '../summary/verdict-line.ts';
import { wrap } from '../text/fit.ts';
import { countText, plural } from '../text/numbers.ts';
import { safeLine } from '../text/safe-text.ts';
import { flowed, type Line, paint, type Span } from '../text/spans.ts';
import type { Comparison } from './compare-runs.ts';
import type { Change, HostChange } from './host-changes.ts';
import { saidLines } from './said-lines.ts';
import { stageLines } from './stage-lines.ts';

export interface ComparisonLook extends SummaryLook {
  readonly localTime: (iso: string) => string;
  /** What hosts said otherwise, line by line; else only that they did. */
  readonly showsSaid: boolean;
}

/** What is not as it was, for people: the two runs, the hosts, the stages, what hosts said, and all of it in one line. */
export function comparisonLines(comparison: Comparison, look: ComparisonLook): string[] {
  const { before, now } = comparison;
  const lines = [
    [{ text: safeLine(now.story.fleet.run?.playbook.name ?? ''), tone: 'strong' } as const],
    ...runLines('before', before.story, look),
    ...runLines('now', now.story, look),
    ...notes(comparison, look),
    [],
    ...sections(comparison, look).flatMap((section) => (section.length === 0 ? [] : [...section, []])),
    ...verdict(comparison.hosts, look),
  ];
  // All of ours is broken to fit; what hosts wrote is not cut.
  const style = { columns: Number.POSITIVE_INFINITY, hasColor: look.hasColor, ellipsis: '' };
  return lines.map((line) => paint(line, style));
}

const labelWidth = 'before  '.length;

function runLines(label: 'before' | 'now', story: RunStory, look: ComparisonLook): Line[] {
  const { run } = story.fleet;
  const [first = [], ...rest] = verdictLines(story.fleet, {
    ...look,
    columns: look.columns - labelWidth,
    isGoingOn: story.isGoingOn,
  });
  const seed = run?.rehearsal?.seed;
  const rehearsal = seed === undefined ? '' : `, a rehearsal (seed ${seed})`;
  return [
    [
      { text: label.padEnd(labelWidth), tone: 'dim' },
      { text: `${safeLine(run?.runId ?? '')}, ${look.localTime(run?.at ?? '')}${rehearsal}` },
    ],
    ...[first, ...rest].map((line): Line => [{ text: ' '.repeat(labelWidth) }, ...line]),
    ...whyEarly(story, look),
  ];
}

/** Hosts that it did not come to have no failure of their own that would tell. */
function whyEarly({ fleet, isGoingOn }: RunStory, look: ComparisonLook): Line[] {
  const why = isGoingOn ? undefined : whyStopped(fleet);
  return why === undefined ? [] : paragraph(`Stopped: ${why}`, labelWidth, look, 'warn');
}

function notes({ playbook, before }: Comparison, look: ComparisonLook): Line[] {
  const text =
    playbook === 'changed'
      ? 'The playbook was changed between the two.'
      : playbook === 'another'
        ? `The two ran different playbooks; the one before: ${safeLine(before.story.fleet.run?.playbook.name ?? '')}`
        : undefined;
  return text === undefined ? [] : paragraph(text, 0, look, 'warn');
}

function sections(comparison: Comparison, look: ComparisonLook): Line[][] {
  const { now, hosts, stages } = comparison;
  const { symbols } = look;
  const { ok, failed } = symbols.outcome;
  const told = (change: Change, sign: Span, are: (count: number) => string, ...stories: RunStory[]) => {
    const names = hosts.filter((each) => each.change === change).map(({ host }) => host);
    return names.length === 0 ? [] : hostSection({ names, sign, are: are(names.length) }, stories, look);
  };
  return [
    told('worse', { text: failed, tone: 'bad' }, isOrAre('worse than before'), now.story),
    told('still-bad', { text: symbols.partly, tone: 'warn' }, isOrAre('still not ok'), now.story),
    told('better', { text: ok, tone: 'good' }, isOrAre('ok now')),
    told('open', { text: symbols.running, tone: 'busy' }, isOrAre('not over yet')),
    told('new', { text: symbols.dot, tone: 'dim' }, isOrAre('new'), now.story),
    told('gone', { text: symbols.dot, tone: 'dim' }, isOrAre('not in it any more')),
    stageLines(stages, look),
    saidLines(stages, look),
  ];
}

function isOrAre(what: string): (count: number) => string {
  return (count) => `${count === 1 ? 'is' : 'are'} ${what}`;
}

interface HostSection {
  readonly names: readonly string[];
  readonly sign: Span;
  readonly are: string;
}

/** `✖ 2 hosts are worse than before: w3,w7`, and what went wrong on them in these runs. */
function hostSection(
  { names, sign, are }: HostSection,
  stories: readonly RunStory[],
  look: ComparisonLook,
): Line[] {
  const text = `${plural(names.length, 'host')} ${are}: ${safeLine(foldHosts(names).join(', '))}`;
  const [first = [], ...rest] = paragraph(text, 2, look);
  const failures = stories.flatMap((story) => failureLines(story, new Set(names), look));
  return [[sign, { text: ' ' }, ...first.slice(1)], ...rest, ...failures];
}

function failureLines(story: RunStory, hosts: ReadonlySet<string>, look: ComparisonLook): Line[] {
  const groups = new FailureGroups();
  for (const host of hosts) {
    for (const { stage, result } of story.tasks(host)) {
      if (result === undefined || result.outcome === 'ok' || result.outcome === 'skipped') continue;
      if (!isTolerated({ stage, outcome: result.outcome })) groups.add(stage, story.fleet.host(host), result);
    }
  }
  const blocks = groups.sorted().flatMap((group) => {
    const logFile = group.logFile && `${story.fleet.run?.runDirectory}/${group.logFile}`;
    return failureBlock({ ...group, ...(logFile && { logFile }) }, { ...look, columns: look.columns - 2 });
  });
  return blocks.map((line) => [{ text: '  ' }, ...line]);
}

/** `✖ 2 worse · 1 still not ok · 3 ok now · 16 as before`: the last word. */
function verdict(hosts: readonly HostChange[], { symbols, columns }: ComparisonLook): Line[] {
  const count = (change: Change) => hosts.filter((each) => each.change === change).length;
  const part = (change: Change, what: string, tone: Span['tone']): Span | undefined =>
    count(change) === 0
      ? undefined
      : { text: `${countText(count(change))} ${what}`, ...(tone !== undefined && { tone }) };
  const parts = [
    part('worse', 'worse', 'bad'),
    part('still-bad', 'still not ok', 'warn'),
    part('better', 'ok now', 'good'),
    part('open', 'not over yet', 'busy'),
    part('new', 'new', undefined),
    part('gone', 'gone', undefined),
    part('as-before', 'ok as before', undefined),
  ];
  const [outcome, tone] = count('worse') > 0 ? (['failed', 'bad'] as const) : (['ok', 'good'] as const);
  const [first = [], ...rest] = flowed(parts, { text: ` ${symbols.dot} `, tone: 'dim' }, columns - 2, '  ');
  const words = first.length === 0 ? [{ text: 'no hosts' }] : first;
  return [[{ text: `${symbols.outcome[outcome]} `, tone }, ...words], ...rest];
}

function paragraph(text: string, indent: number, { columns }: ComparisonLook, tone?: Span['tone']): Line[] {
  return wrap(text, Math.max(20, columns - indent)).map((line) => [
    { text: ' '.repeat(indent) },
    { text: line, ...(tone !== undefined && { tone }) },
  ]);
}
