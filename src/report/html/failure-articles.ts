import { type FailureGroup, isTolerated } from '../fleet/failure-groups.ts';
import { block, type Markup, markup } from '../markup/markup.ts';
import type { RunStory } from '../story/run-story.ts';
import { plural } from '../text/numbers.ts';
import { thisMachine } from '../text/this-machine.ts';
import { toldReason } from '../text/told-reason.ts';
import { hostNames } from './host-names.ts';
import { outcomeSign } from './outcome-sign.ts';

const mostGroups = 100;

/** What went wrong, each kind of failure once; nothing where nothing did. */
export function failureArticles({ fleet }: RunStory): Markup | undefined {
  const groups = fleet.failures.sorted();
  if (groups.length === 0) return undefined;
  const more = groups.length - mostGroups;
  const rest =
    more > 0 ? markup`<p>and ${plural(more, 'more kind')} of failure: see the hosts</p>\n` : undefined;
  return markup`<section>
<h2>What went wrong</h2>
${groups.slice(0, mostGroups).map(article)}${rest}</section>`;
}

function article(group: FailureGroup): Markup {
  const { outcome, stage, hosts, message = '', namesItsHost } = group;
  const reason = toldReason(group);
  const { short, all } = hostNames(hosts);
  const example = hosts.size > 1 && namesItsHost ? 'for example: ' : '';
  const sentence = message === '' ? undefined : markup`<p>${example}${message}</p>\n`;
  const notes = [
    ...(reason === undefined ? [] : [reason]),
    ...(isTolerated(group) ? ['continue-on-error'] : []),
  ];
  return markup`<article class="${isTolerated(group) ? 'tolerated' : outcome}">
<h3>${outcomeSign(outcome, stage)} ${short} ${outcome} in <a href="#stage-${stage.id}">${stage.id} ${stage.name}</a> <small>${notes.join(' · ')}</small></h3>
${all}${sentence}${lastWords(group)}</article>
`;
}

function lastWords({ lastWords: words, logFile, hosts }: FailureGroup): Markup | undefined {
  if (words.trim() === '' && logFile === undefined) return undefined;
  const [who = thisMachine] = hosts;
  const file = logFile === undefined ? '' : `, all of it: ${logFile}`;
  const quoted = words.trim() === '' ? undefined : markup`<pre>${block(words)}</pre>\n`;
  return markup`<p><small>${who} wrote${file}</small></p>\n${quoted}`;
}
