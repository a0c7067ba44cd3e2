import { shownText } from '../../document/shown-text.ts';
import { unknownYet } from '../../plan/hosts/group-hosts.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Wave } from '../../plan/waves.ts';
import { plural } from '../text/numbers.ts';
import { type Line, paint } from '../text/spans.ts';
import { stageLines } from './stage-lines.ts';

export interface DescribeOptions {
  /** Replaces secrets in a text. */
  readonly mask: (text: string) => string;
  readonly color?: boolean;
}

/** The plan as people read it: stage by stage, hosts together for which the same will be done. Ends with a newline. */
export function describePlan(plan: Plan, { mask, color = false }: DescribeOptions): string {
  const look = { columns: Number.POSITIVE_INFINITY, hasColor: color, ellipsis: '…' };
  const lines = [...headLines(plan), ...stagesLines(plan), ...leftOutLines(plan)];
  // Masked line by line and last, so that no colour can cut a secret in two.
  return `${lines.map((line) => mask(paint(line, look))).join('\n')}\n`;
}

function headLines({ playbook, hosts, locksHosts }: Plan): Line[] {
  const title: Line = [
    { text: `${shownText(playbook.name)}  `, tone: 'strong' },
    { text: `${playbook.path} on ${plural(hosts.length, 'host')}`, tone: 'dim' },
  ];
  return locksHosts
    ? [title, [{ text: 'each host is locked until the end of the run', tone: 'dim' }]]
    : [title];
}

function stagesLines(plan: Plan): Line[] {
  const { stages } = plan;
  const known = unknownYet(plan);
  return stages.flatMap((stage, at) => {
    const { wave } = stage;
    const isNext = wave !== undefined && wave !== stages[at - 1]?.wave;
    return [...(isNext ? [[], waveLine(wave)] : []), [], ...stageLines(plan, stage, known)];
  });
}

function leftOutLines({ leftOut }: Plan): Line[] {
  if (leftOut.length === 0) return [];
  const lines = leftOut.map(({ id, name, why }): Line => [{ text: `${id}. ${shownText(name)}: ${why}` }]);
  return [[], [{ text: 'Left out', tone: 'strong' }], ...lines];
}

/** `Workers: wave 2 of 3, 9 hosts`. */
function waveLine({ name, rollout, number, of, hosts }: Wave): Line {
  const whose = name === undefined ? `Rollout ${rollout}` : shownText(name);
  const text = `── ${whose}: wave ${number} of ${of}, ${plural(hosts.size, 'host')} ──`;
  return [{ text, tone: 'strong' }];
}
