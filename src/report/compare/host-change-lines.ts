import { foldHosts } from '../../inventory/select/fold-hosts.ts';
import { isBad } from '../../result/outcome.ts';
import { FailureGroups, isTolerated } from '../fleet/failure-groups.ts';
import type { RunStory } from '../story/run-story.ts';
import { failureBlock } from '../summary/failure-block.ts';
import type { SummaryLook } from '../summary/summary.ts';
import { wrap } from '../text/fit.ts';
import { countText, plural } from '../text/numbers.ts';
import { safeLine } from '../text/safe-text.ts';
import { flowed, type Line, type Span, type Tone } from '../text/spans.ts';
import type { Symbols } from '../text/symbols.ts';
import type { Change, HostChange } from './host-changes.ts';

interface Told {
  readonly sign: (symbols: Symbols) => string;
  readonly tone: Tone;
  /** Behind `2 hosts are`; hosts without it are only counted. */
  readonly heading?: string;
  readonly inShort: string;
  /** With what went wrong on them in the run of now. */
  readonly withFailures: boolean;
}

/** In the order in which they are told. */
const changes: Readonly<Record<Change, Told>> = {
  worse: {
    sign: ({ outcome }) => outcome.failed,
    tone: 'bad',
    heading: 'worse than before',
    inShort: 'worse',
    withFailures: true,
  },
  'still-bad': {
    sign: ({ partly }) => partly,
    tone: 'warn',
    heading: 'still not ok',
    inShort: 'still not ok',
    withFailures: true,
  },
  better: {
    sign: ({ outcome }) => outcome.ok,
    tone: 'good',
    heading: 'ok now',
    inShort: 'ok now',
    withFailures: false,
  },
  open: {
    sign: ({ running }) => running,
    tone: 'busy',
    heading: 'not over yet',
    inShort: 'not over yet',
    withFailures: false,
  },
  new: { sign: ({ dot }) => dot, tone: 'dim', heading: 'new', inShort: 'new', withFailures: true },
  gone: {
    sign: ({ dot }) => dot,
    tone: 'dim',
    heading: 'not in it any more',
    inShort: 'gone',
    withFailures: false,
  },
  'as-before': {
    sign: ({ outcome }) => outcome.ok,
    tone: 'dim',
    inShort: 'ok as before',
    withFailures: false,
  },
};

/** A section for each change that there is: `✖ 2 hosts are worse than before: w3, w7`, and what went wrong there. */
export function hostChangeLines(hosts: readonly HostChange[], now: RunStory, look: SummaryLook): Line[][] {
  return Object.entries(changes).flatMap(([change, { heading, sign, tone, withFailures }]) => {
    const names = hosts.filter((each) => each.change === change).map(({ host }) => host);
    if (names.length === 0 || heading === undefined) return [];
    const are = names.length === 1 ? 'is' : 'are';
    const text = `${plural(names.length, 'host')} ${are} ${heading}: ${safeLine(foldHosts(names).join(', '))}`;
    const [first = '', ...rest] = wrap(text, Math.max(20, look.columns - 2));
    return [
      [
        [{ text: `${sign(look.symbols)} `, tone }, { text: first }],
        ...rest.map((line): Line => [{ text: `  ${line}` }]),
        ...(withFailures ? failureLines(now, names, look) : []),
      ],
    ];
  });
}

function failureLines(story: RunStory, hosts: readonly string[], look: SummaryLook): Line[] {
  const groups = new FailureGroups();
  for (const host of hosts) {
    for (const { stage, result } of story.tasks(host)) {
      if (result === undefined || !isBad(result.outcome)) continue;
      if (!isTolerated({ stage, outcome: result.outcome })) groups.add(stage, story.fleet.host(host), result);
    }
  }
  const blocks = groups.sorted().flatMap((group) => {
    const logFile = group.logFile && `${story.fleet.run?.runDirectory}/${group.logFile}`;
    return failureBlock({ ...group, ...(logFile && { logFile }) }, { ...look, columns: look.columns - 2 });
  });
  return blocks.map((line) => [{ text: '  ' }, ...line]);
}

const worstFirst = ['worse', 'still-bad', 'open'] as const;

/** `✖ 2 worse · 1 still not ok · 3 ok now · 16 ok as before`: the last word. */
export function hostVerdictLines(hosts: readonly HostChange[], { symbols, columns }: SummaryLook): Line[] {
  const parts = Object.entries(changes).flatMap(([change, { inShort, tone }]): Span[] => {
    const count = hosts.filter((each) => each.change === change).length;
    return count === 0 ? [] : [{ text: `${countText(count)} ${inShort}`, tone }];
  });
  const worst = worstFirst.find((change) => hosts.some((each) => each.change === change));
  const { sign, tone } = changes[worst ?? 'better'];
  const [first = [{ text: 'no hosts' }], ...rest] = flowed(
    parts,
    { text: ` ${symbols.dot} `, tone: 'dim' },
    columns - 2,
    '  ',
  );
  return [[{ text: `${sign(symbols)} `, tone }, ...first], ...rest];
}
