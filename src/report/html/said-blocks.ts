import type { StageState } from '../fleet/stage-state.ts';
import type { OutputGroup, Said } from '../grouped/output-group.ts';
import { block, type Markup, markup } from '../markup/markup.ts';
import type { RunStory } from '../story/run-story.ts';
import { plural } from '../text/numbers.ts';
import { hostNames } from './host-names.ts';
import { outcomeSign } from './outcome-sign.ts';

/** So many different outputs of one stage are shown: a page must open in a browser. */
const mostGroups = 50;

/** What the hosts wrote in a stage; those that wrote the same are told together. */
export function saidBlocks(story: RunStory, { facts }: StageState): readonly Markup[] {
  const groups = story.said(facts.id);
  if (groups.length === 0) return [];
  const more = groups.length - mostGroups;
  return [
    markup`<p class="heading">${groups.length === 1 ? 'What was said' : `What was said, ${groups.length} different outputs`}</p>\n`,
    ...groups.slice(0, mostGroups).map((group, at) => saidBlock(group, saidId(facts.id, at))),
    ...(more > 0 ? [markup`<p><small>and ${plural(more, 'more output')}: see the logs</small></p>\n`] : []),
  ];
}

/** Where the output of each host in a stage stands in the page, for those whose output is shown. */
export function saidPlaces(story: RunStory): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const places = new Map<string, Map<string, string>>();
  for (const { facts } of story.fleet.stages) {
    for (const [at, { hosts }] of story.said(facts.id).slice(0, mostGroups).entries()) {
      for (const host of hosts) {
        places.set(host, (places.get(host) ?? new Map()).set(facts.id, saidId(facts.id, at)));
      }
    }
  }
  return places;
}

function saidId(stage: string, at: number): string {
  return `said-${stage}-${at + 1}`;
}

function saidBlock({ hosts, result, stdout, stderr, notWhole }: OutputGroup, id: string): Markup {
  const { outcome, exitCode } = result;
  const code = exitCode === undefined || exitCode === 0 ? '' : ` exit code ${exitCode}`;
  const { short, all } = hostNames(hosts);
  const note =
    notWhole === undefined
      ? undefined
      : markup`<p><small>not all that was written: ${notWhole}</small></p>\n`;
  return markup`<div class="said" id="${id}"><p>${outcomeSign(outcome)} ${short}${code}</p>
${all}${note}${stream(stdout, 'stdout')}${stream(stderr, 'stderr')}</div>
`;
}

function stream({ text, wholeFile }: Said, name: string): Markup | undefined {
  if (text === '') return undefined;
  const cut =
    wholeFile === undefined
      ? undefined
      : markup`<p><small>the end of a long ${name}, all of it: ${wholeFile}</small></p>\n`;
  return markup`${cut}<pre class="${name}">${block(text)}</pre>
`;
}
