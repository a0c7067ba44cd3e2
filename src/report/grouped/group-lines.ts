import { foldHosts } from '../../inventory/fold-hosts.ts';
import type { SummaryLook } from '../summary/summary.ts';
import { wrap } from '../text/fit.ts';
import { countText } from '../text/numbers.ts';
import { safeLine, safeLines } from '../text/safe-text.ts';
import { type Line, paint } from '../text/spans.ts';
import { outcomeTone } from '../text/symbols.ts';
import { notOurs } from './not-ours.ts';
import type { OutputGroup, Said } from './output-group.ts';

/**
 * A headline with the hosts, and below it what all of them said: stdout as it is, stderr marked. No other line begins
 * as a headline does.
 */
export function groupLines(group: OutputGroup, look: SummaryLook): string[] {
  const { columns, hasColor, symbols } = look;
  const style = { columns: Number.POSITIVE_INFINITY, hasColor, ellipsis: symbols.ellipsis };
  const theirs = [
    ...sentence(group, columns),
    ...said(group.stdout, '', hasColor),
    ...said(group.stderr, paint([{ text: 'stderr: ', tone: 'dim' }, { text: '' }], style), hasColor),
  ];
  const signs = { sign: headlineSign(look), columns };
  return [paint(headline(group, look), style), ...theirs.map((line) => notOurs(line, signs))];
}

function headlineSign({ symbols }: SummaryLook): string {
  return `${symbols.empty.repeat(2)} `;
}

/** `── w[1-18] (18 hosts): exit code 3`. */
function headline({ hosts, result }: OutputGroup, look: SummaryLook): Line {
  const { symbols } = look;
  const { outcome, reason, exitCode } = result;
  const names = safeLine(foldHosts(hosts).join(','));
  const count = hosts.length === 1 ? '' : ` (${countText(hosts.length)} hosts)`;
  const isOk = outcome === 'ok';
  const how =
    reason === 'exit_code'
      ? `exit code ${exitCode}`
      : `${outcome}${reason === undefined ? '' : ` (${reason})`}`;
  return [
    { text: headlineSign(look), tone: 'dim' },
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

function said({ text, wholeFile }: Said, mark: string, mayColour: boolean): string[] {
  if (text === '') return [];
  const lines = safeLines(text, { mayColour }).map((line) => `${mark}${line}`);
  return wholeFile === undefined
    ? lines
    : [`${mark}the end of a long output, all of it: ${wholeFile}`, ...lines];
}
