import { cells } from '../../document/cells.ts';
import { byName } from '../../inventory/select/by-name.ts';
import { type FailureGroup, isTolerated } from '../fleet/failure-groups.ts';
import { wrap } from '../text/fit.ts';
import { countText } from '../text/numbers.ts';
import { safeLine, safeLines } from '../text/safe-text.ts';
import { type Line, type Span, width } from '../text/spans.ts';
import { outcomeTone } from '../text/symbols.ts';
import { thisMachine } from '../text/this-machine.ts';
import { toldReason } from '../text/told-reason.ts';
import { foldedHosts } from './folded-hosts.ts';
import type { SummaryLook } from './summary.ts';

const lastLines = 5;

/** What happened, on which hosts, what they said last (where the sentence has not said all of it), and where the rest of it lies. */
export function failureBlock(group: FailureGroup, look: SummaryLook): Line[] {
  const { symbols, columns } = look;
  const names = foldedHosts([...group.hosts].sort(byName), group.hosts.size, columns - 4, symbols.ellipsis);
  return [
    ...headline(group, look),
    ...(group.hosts.size > 1 ? [[{ text: `    ${names}` }]] : []),
    ...sentence(group, look),
    ...lastWords(group, look),
  ];
}

/** `✖ 2 hosts failed in Install on managers · exit_code`. */
function headline(group: FailureGroup, { columns, symbols }: SummaryLook): Line[] {
  const { outcome, stage } = group;
  const reason = toldReason(group);
  const tolerated = isTolerated(group);
  const tone = tolerated ? 'warn' : outcomeTone[outcome];
  const sign = tolerated ? symbols.partly : symbols.outcome[outcome];
  const what: Line = [
    { text: `${sign} ${hostsText(group)} ${outcome}`, tone },
    { text: ' in ' },
    { text: safeLine(stage.name), tone: 'strong' },
  ];
  const notes = [...(reason === undefined ? [] : [reason]), ...(tolerated ? ['continue-on-error'] : [])];
  if (notes.length === 0) return [what];
  const note: Span = { text: notes.join(` ${symbols.dot} `), tone: 'dim' };
  const whole: Line = [...what, { text: ` ${symbols.dot} `, tone: 'dim' }, note];
  return width(whole) <= columns ? [whole] : [what, [{ text: '    ' }, note]];
}

function hostsText({ hosts }: FailureGroup): string {
  const [first = thisMachine] = hosts;
  return hosts.size > 1 ? `${countText(hosts.size)} hosts` : safeLine(first);
}

function sentence({ message = '', namesItsHost, hosts }: FailureGroup, { columns }: SummaryLook): Line[] {
  if (message === '') return [];
  const isOfOne = hosts.size > 1 && namesItsHost;
  const text = safeLine(message);
  return wrap(isOfOne ? `for example: ${text}` : text, Math.max(20, columns - 4)).map((line) => [
    { text: `    ${line}` },
  ]);
}

function lastWords(group: FailureGroup, { columns }: SummaryLook): Line[] {
  const { lastWords, logFile, hosts, message = '' } = group;
  const [host = thisMachine] = hosts;
  const mark = `    ${safeLine(host)} | `;
  const room = Math.max(20, columns - cells(mark));
  const lines = safeLines(lastWords, { mayColour: false }).filter((line) => line.trim() !== '');
  const [only = ''] = lines;
  const isSaid = lines.length === 1 && safeLine(message).endsWith(`: ${only.trim()}`);
  const quoted = (isSaid ? [] : lines.slice(-lastLines)).flatMap((line) => wrap(line, room).slice(0, 3));
  return [
    ...quoted.map((line): Line => [{ text: mark, tone: 'dim' }, { text: line }]),
    ...(logFile === undefined
      ? []
      : [[{ text: `    all of it: ${safeLine(logFile)}`, tone: 'dim', isPath: true } as const]]),
  ];
}
