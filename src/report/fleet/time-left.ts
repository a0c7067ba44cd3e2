import type { StageState } from './stage-state.ts';

/**
 * How long the stage may still take, in milliseconds, if the hosts to come take as long as those that are done.
 * `undefined` while nobody can know: before a third of those that have begun is done (the first are the quickest), and
 * when all that run are overdue.
 */
export function timeLeftMs(stage: StageState, nowMs: number): number | undefined {
  const { active } = stage;
  if (stage.ran === 0 || stage.ran < active / 2) return undefined;
  const meanMs = stage.ranMs / stage.ran;
  const agesMs = active * nowMs - stage.startedMsSum;
  const workMs = stage.waiting.size * meanMs + Math.max(0, active * meanMs - agesMs);
  const atOnce = Math.max(1, Math.min(stage.facts.concurrency, stage.waiting.size + active));
  return workMs <= 0 ? undefined : workMs / atOnce;
}
