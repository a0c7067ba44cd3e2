import { foldHosts } from '../../inventory/select/fold-hosts.ts';
import type { SummaryLook } from '../summary/summary.ts';
import { wrap } from '../text/fit.ts';
import { countText } from '../text/numbers.ts';
import { safeLine, safeLines } from '../text/safe-text.ts';
import { type Line, paint } from '../text/spans.ts';
import { outcomeTone } from '../text/symbols.ts';
import { toldReason } from '../text/told-reason.ts';
import { notOurs } from './not-ours.ts';
import type { OutputGroup, Said } from './output-group.ts';

export interface GroupLook extends SummaryLook {
  readonly runDirectory: string;
}

/**
 * A headline with the hosts, and below it what all of them said: stdout as it is, stderr marked. No line of theirs
 * begins as those of ours do.
 */
export function groupLines(group: OutputGroup, look: GroupLook): string[] {
  const { columns, hasColor, symbols } = look;
  const style = { columns: Number.POSITIVE_INFINITY, hasColor, ellipsis: symbols.ellipsis };
  const ours = (...lines: readonly Line[]) => lines.map((line) => paint(line, style));
  const theirs = (lines: readonly string[]) =>
    lines.map((line) => notOurs(line, { sign: ourSign(look), columns }));
  const [mark = ''] = ours([{ text: 'stderr: ', tone: 'dim' }, { text: '' }]);
  return [
    ...ours(headline(group, look)),
    ...theirs(sentence(group, columns)),
    ...ours(...notAll(group, look)),
    ...ours(...onlyTheEnd('stdout', group.stdout, look)),
    ...theirs(said(group.stdout, '', hasColor)),
    ...ours(...onlyTheEnd('stderr', group.stderr, look)),
    ...theirs(said(group.stderr, mark, hasColor)),
  ];
}

function ourSign({ symbols }: SummaryLook): string {
  return `${symbols.empty.repeat(2)} `;
}

/** `── w[1-18] (18 hosts): exit code 3`. */
function headline({ hosts, result }: OutputGroup, look: SummaryLook): Line {
  const { symbols } = look;
  const { outcome, exitCode } = result;
  const reason = toldReason(result);
  const names = safeLine(foldHosts(hosts).join(','));
  const count = hosts.length === 1 ? '' : ` (${countText(hosts.length)} hosts)`;
  const isOk = outcome === 'ok';
  const how =
    reason === 'exit_code'
      ? `exit code ${exitCode}`
      : `${outcome}${reason === undefined ? '' : ` (${reason})`}`;
  return [
    { text: ourSign(look), tone: 'dim' },
    { text: `${names}${count}`, tone: 'strong' },
    { text: isOk ? '' : `: ${symbols.outcome[outcome]} ${how}`, tone: outcomeTone[outcome] },
  ];
}

function sentence({ result, hosts, namesItsHost }: OutputGroup, columns: number): string[] {
  const { outcome, reason, message } = result;
  if (message === undefined || outcome === 'ok' || reason === 'exit_code') return [];
  const text = safeLine(message);
  return wrap(namesItsHost && hosts.length > 1 ? `for example: ${text}` : text, Math.max(20, columns));
}

/** `── not all that was written: …`, where no sentence of the host's end says so. */
function notAll({ result, notWhole }: OutputGroup, look: SummaryLook): Line[] {
  const isEnd = result.outcome === 'ok' || result.reason === 'exit_code';
  if (!isEnd || notWhole === undefined) return [];
  return [[{ text: `${ourSign(look)}not all that was written: ${safeLine(notWhole)}`, tone: 'warn' }]];
}

/** `── the end of a long stdout, all of it: /runs/20261124-120405-k3f9/hosts/w1/1-exec.out`. */
function onlyTheEnd(stream: string, { wholeFile }: Said, look: GroupLook): Line[] {
  if (wholeFile === undefined) return [];
  const file = safeLine(`${look.runDirectory}/${wholeFile}`);
  return [[{ text: `${ourSign(look)}the end of a long ${stream}, all of it: ${file}`, tone: 'dim' }]];
}

function said({ text }: Said, mark: string, mayColour: boolean): string[] {
  return text === '' ? [] : safeLines(text, { mayColour }).map((line) => `${mark}${line}`);
}
