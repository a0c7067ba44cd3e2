import type { RunStory } from '../story/run-story.ts';
import type { SummaryLook } from '../summary/summary.ts';
import { verdictLines, whyStopped } from '../summary/verdict-line.ts';
import { wrap } from '../text/fit.ts';
import { safeLine } from '../text/safe-text.ts';
import { type Line, paint } from '../text/spans.ts';
import type { Comparison } from './compare-runs.ts';
import { hostChangeLines, hostVerdictLines } from './host-change-lines.ts';
import { saidChangeLines } from './said-change-lines.ts';
import { stageChangeLines } from './stage-change-lines.ts';

export interface ComparisonLook extends SummaryLook {
  readonly localTime: (iso: string) => string;
  /** What hosts said otherwise, line by line; else only that they did. */
  readonly showsSaid: boolean;
}

/** What is not as it was, for people: the two runs, the hosts, the stages, what hosts said, and all of it in one line. */
export function comparisonLines(comparison: Comparison, look: ComparisonLook): string[] {
  const { before, now, hosts, stages } = comparison;
  const sections = [
    ...hostChangeLines(hosts, now.story, look),
    stageChangeLines(stages, look),
    saidChangeLines(stages, look),
  ];
  const lines: readonly Line[] = [
    [{ text: safeLine(now.story.fleet.run?.playbook.name ?? ''), tone: 'strong' }],
    ...runLines('before', before.story, look),
    ...runLines('now', now.story, look),
    ...playbookLines(comparison, look),
    [],
    ...sections.flatMap((section) => (section.length === 0 ? [] : [...section, []])),
    ...hostVerdictLines(hosts, look),
  ];
  // All of ours is broken to fit; what hosts wrote is not cut.
  const style = { columns: Number.POSITIVE_INFINITY, hasColor: look.hasColor, ellipsis: '' };
  return lines.map((line) => paint(line, style));
}

const label = { before: 'before  ', now: 'now     ' } as const;
const indent = ' '.repeat(label.now.length);

function runLines(which: 'before' | 'now', { fleet, isGoingOn }: RunStory, look: ComparisonLook): Line[] {
  const { run } = fleet;
  const seed = run?.rehearsal?.seed;
  const rehearsal = seed === undefined ? '' : `, a rehearsal (seed ${seed})`;
  const when = look.localTime(run?.at ?? '');
  const verdict = verdictLines(fleet, { ...look, columns: look.columns - indent.length, isGoingOn });
  // Hosts that it did not come to have no failure of their own that would tell.
  const why = isGoingOn ? undefined : whyStopped(fleet);
  return [
    [{ text: label[which], tone: 'dim' }, { text: `${safeLine(run?.runId ?? '')}, ${when}${rehearsal}` }],
    ...verdict.map((line): Line => [{ text: indent }, ...line]),
    ...(why === undefined ? [] : warning(`Stopped: ${why}`, indent, look)),
  ];
}

function playbookLines({ playbook, before }: Comparison, look: ComparisonLook): Line[] {
  if (playbook === 'same') return [];
  if (playbook === 'changed') return warning('The playbook was changed between the two.', '', look);
  const name = safeLine(before.story.fleet.run?.playbook.name ?? '');
  return warning(`The two ran different playbooks; the one before: ${name}`, '', look);
}

function warning(text: string, indent: string, { columns }: ComparisonLook): Line[] {
  return wrap(text, Math.max(20, columns - indent.length)).map((line) => [
    { text: indent },
    { text: line, tone: 'warn' },
  ]);
}
