import type { PlannedFleetStage } from '../plan/plan.ts';
import { stageCounts, tallyOf } from '../result/stage-counts.ts';
import type { JudgedStages } from './judged-stages.ts';
import type { Run } from './run.ts';
import type { WaveTally } from './wave-tally.ts';

/** Judges the fleet, once. Gives whether the run may go on. Throws nothing but a JournalError. */
export async function runFleetStage(
  run: Run,
  stage: PlannedFleetStage,
  { judged, wave }: { readonly judged: JudgedStages; readonly wave: WaveTally },
): Promise<boolean> {
  const ended = run.resumption?.past.stageEnd(stage.id);
  if (ended !== undefined) return !ended.stopsRun;
  if (run.resumption?.past.stageStartedMs(stage.id) === undefined)
    await run.events.emit({ type: 'stage-started', stage: stage.id, hosts: [] });
  const missing = stage.isOverWave ? undefined : stage.judgedStages.find((id) => !judged.has(id));
  if (missing !== undefined) throw new Error(`stage ${stage.id} judges ${missing}, which has not run`);
  const results = judged.lastResults(stage.judgedStages);
  const object = { name: stage.name, results, tally: stage.isOverWave ? wave.tally : tallyOf(results) };
  const claim = stage.claim?.judge(stageCounts(results), judged.counts(stage.claim.registers));
  const { isGood, sentence } = stage.kind.judge(stage.args, object, claim);
  const stopsRun = !isGood && !stage.continueOnError;
  await run.events.emit({
    type: 'stage-ended',
    stage: stage.id,
    isGood,
    stopsRun,
    verdict: sentence,
    durationMs: 0,
  });
  return !stopsRun;
}
