import { foldHosts } from '../../inventory/select/fold-hosts.ts';
import { plural } from '../text/numbers.ts';
import { safeLine } from '../text/safe-text.ts';
import type { Line, Span } from '../text/spans.ts';
import type { ComparedStage } from './compare-runs.ts';
import type { ComparisonLook } from './comparison-lines.ts';
import type { SaidChange } from './said-changes.ts';

/** Hosts that were ok both times and wrote something else, stage by stage. */
export function saidChangeLines(stages: readonly ComparedStage[], { showsSaid }: ComparisonLook): Line[] {
  const lines = stages.flatMap(({ name, now, said }): Line[] => {
    if (said.length === 0) return [];
    const hosts = said.reduce((sum, change) => sum + change.hosts.length, 0);
    const head: Line = [
      { text: `${plural(hosts, 'host')} said something else in ` },
      { text: `${now?.id} ${safeLine(name)}`, tone: 'strong' },
    ];
    return showsSaid ? [head, ...said.flatMap(changeLines)] : [head];
  });
  const advice: Line = [{ text: '  --diff shows what', tone: 'dim' }];
  return lines.length === 0 || showsSaid ? lines : [...lines, advice];
}

function changeLines({ hosts, lines }: SaidChange): Line[] {
  const count = hosts.length === 1 ? '' : ` (${plural(hosts.length, 'host')})`;
  const unshown = ['too long, too different, or no text: not shown line by line'];
  return [
    [{ text: `  ${safeLine(foldHosts(hosts).join(', '))}${count}`, tone: 'strong' }],
    ...(lines ?? unshown).map((line): Line => [{ text: `    ${safeLine(line)}`, ...toneOf(line) }]),
  ];
}

function toneOf(line: string): Pick<Span, 'tone'> {
  const [sign] = line.replace(/^stderr: /, '');
  return sign === '+' ? { tone: 'good' } : sign === '-' ? { tone: 'bad' } : { tone: 'dim' };
}
