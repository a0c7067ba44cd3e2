import { didYouMean } from '../../document/nearest.ts';
import type { Problem } from '../../document/problem.ts';
import { stageName } from '../stage/stage-name.ts';
import type { WaveStage } from '../waves.ts';

/** Where a run begins that is asked to start at a stage: its index among them, or why nobody can say. */
export function startOf(
  stages: readonly WaveStage[],
  startAt: string | undefined,
): { start: number; problems: Problem[] } {
  if (startAt === undefined) return { start: 0, problems: [] };
  const [start, ...others] = startsAt(stages, startAt);
  if (start === undefined) return { start: 0, problems: [unknown(stages, startAt)] };
  if (others.length === 0) return { start, problems: [] };
  return { start: 0, problems: [ambiguous(startAt, [start, ...others], stages)] };
}

function startsAt(stages: readonly WaveStage[], startAt: string): readonly number[] {
  // The number of an include, a rollout or a wave means the first stage that it brings.
  const numbered = stages.findIndex(({ id }) => id === startAt || id.startsWith(`${startAt}.`));
  if (numbered >= 0) return [numbered];
  const first = new Map<unknown, number>();
  for (const [index, stage] of stages.entries()) {
    const meant = meantBy(startAt, stage);
    if (meant !== undefined && !first.has(meant)) first.set(meant, index);
  }
  return [...new Set(first.values())];
}

/** What has the name: a rollout, which begins with its first wave, or the stage, which is one in all waves. */
function meantBy(name: string, stage: WaveStage): unknown {
  if (stage.rollout?.name === name) return stage.rollout;
  return stage.name === name || stageName(stage) === name ? (stage.written ?? stage) : undefined;
}

function unknown(stages: readonly WaveStage[], startAt: string): Problem {
  const names = stages.flatMap(({ name, rollout }) => [name ?? [], rollout?.name ?? []].flat());
  const advice =
    didYouMean(startAt, names) ??
    `Write a name or a number that "aeon-run plan" shows, such as ${stages.at(-1)?.id}.`;
  return { code: 'unknown-stage', message: `No stage is named ${startAt}.`, advice };
}

function ambiguous(startAt: string, starts: readonly number[], stages: readonly WaveStage[]): Problem {
  const ids = starts.map((start) => stages[start]?.id);
  const message = `Several stages are named ${startAt}: ${ids.join(', ')}.`;
  return { code: 'unknown-stage', message, advice: `Give the number: --start-at ${ids.at(-1)}.` };
}
