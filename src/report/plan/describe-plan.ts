import { unknownYet } from '../../plan/group-hosts.ts';
import type { LeftOutStage, Plan } from '../../plan/plan.ts';
import { shownText } from '../../plan/shown-text.ts';
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
  const { playbook, hosts, stages, leftOut = [] } = plan;
  const known = unknownYet(plan);
  const lines: Line[] = [
    [
      { text: `${shownText(playbook.name)}  `, tone: 'strong' },
      { text: `${playbook.path} on ${plural(hosts.length, 'host')}`, tone: 'dim' },
    ],
  ];
  if (plan.locksHosts) lines.push([{ text: 'each host is locked until the end of the run', tone: 'dim' }]);
  for (const [at, stage] of stages.entries()) {
    const { wave } = stage;
    if (wave !== undefined && wave !== stages[at - 1]?.wave) lines.push([], waveLine(wave));
    lines.push([], ...stageLines(plan, stage, known));
  }
  if (leftOut.length > 0) lines.push([], [{ text: 'Left out', tone: 'strong' }], ...leftOut.map(leftOutLine));
  const look = { columns: Number.POSITIVE_INFINITY, hasColor: color, ellipsis: '…' };
  // Masked line by line and last, so that no colour can cut a secret in two.
  return `${lines.map((line) => mask(paint(line, look))).join('\n')}\n`;
}

/** `Workers: wave 2 of 3, 9 hosts`. */
function waveLine({ name, rollout, number, of, hosts }: Wave): Line {
  const whose = name === undefined ? `Rollout ${rollout}` : shownText(name);
  const text = `── ${whose}: wave ${number} of ${of}, ${plural(hosts.size, 'host')} ──`;
  return [{ text, tone: 'strong' }];
}

function leftOutLine({ id, name, why }: LeftOutStage): Line {
  return [{ text: `${id}. ${shownText(name)}: ${why}` }];
}
