import type {
  AttemptEnded,
  RunEvent,
  RunResumed,
  RunStarted,
  StageEnded,
  StageStarted,
  TaskEnded,
} from '../../events/events.ts';
import { ratePercent } from '../../result/success-rate.ts';
import type { FleetState } from '../fleet/fleet-state.ts';
import { stageCounts } from '../summary/stage-line.ts';
import { countText, delayText, plural, tookText } from '../text/numbers.ts';
import { safeLine } from '../text/safe-text.ts';
import { joined, type Line } from '../text/spans.ts';
import { outcomeTone } from '../text/symbols.ts';
import { thisMachine } from '../text/this-machine.ts';
import { toldReason } from '../text/told-reason.ts';
import { outputLines } from './output-lines.ts';
import { type LineLook, prefixed } from './prefix.ts';

/** What is written when the event was heard; nothing for those that matter to nobody. The state knows the event already. */
export function eventLines(fleet: FleetState, event: RunEvent, look: LineLook): string[] {
  const at = (stage: string | undefined, words: Line) =>
    prefixed(
      event.at,
      stage === undefined ? undefined : fleet.stage(stage),
      fleet.stages.length,
      words,
      look,
    );
  switch (event.type) {
    case 'run-started':
      return at(undefined, runStarted(event));
    case 'run-resumed':
      return at(undefined, runResumed(event));
    case 'stage-started':
      if (event.doing !== undefined) return at(event.stage, startedHere(event.doing));
      if (event.hosts.length === 0) return []; // A judgement takes no time: its end says all.
      return at(event.stage, stageStarted(fleet, event));
    case 'attempt-ended':
      return at(event.stage, attemptFailed(event));
    case 'task-ended':
      if (event.result.outcome === 'skipped') return []; // The stage's own line counts them.
      return [...at(event.stage, taskEnded(event)), ...outputLines(event.host, event.result, look)];
    case 'stage-ended':
      return [...at(event.stage, stageEnded(fleet, event)), ...outputOfHere(event, look)];
    case 'facts-gathered':
    case 'task-started':
    case 'attempt-started':
    case 'boot-noted':
    case 'source-measured':
    case 'progress':
    case 'stage-progress':
    case 'run-ended':
      return [];
  }
}

function runStarted({ playbook, runId, stages, hosts }: RunStarted): Line {
  return [
    { text: safeLine(playbook.name), tone: 'strong' },
    { text: `: ${plural(stages.length, 'stage')}, ${plural(hosts.length, 'host')}, run ${safeLine(runId)}` },
  ];
}

function runResumed({ takesUp, changed }: RunResumed): Line {
  const again = takesUp.reduce((sum, { hosts }) => sum + hosts.length, 0);
  const tasks =
    again === 0
      ? ''
      : `, ${plural(again, 'cancelled task')} from before ${again === 1 ? 'runs' : 'run'} again`;
  const other = changed.length === 0 ? '' : `, with changes: ${safeLine(changed.join(', '))}`;
  return [{ text: 'resumed', tone: 'warn' }, { text: `${tasks}${other}` }];
}

function stageStarted(
  fleet: FleetState,
  { stage, hosts, leftOut = 0, whenFalse = 0, undecided = 0 }: StageStarted,
): Line {
  const concurrency = fleet.stage(stage)?.facts.concurrency ?? 1;
  const starting = hosts.length - leftOut;
  const most = undecided === 0 ? '' : 'up to ';
  const on = starting === 0 ? 'no host' : `${most}${plural(starting, 'host')}`;
  const atOnce = concurrency < starting ? `, ${countText(concurrency)} at once` : '';
  const failed = leftOut === whenFalse ? '' : `, ${countText(leftOut - whenFalse)} left out`;
  const rest = whenFalse === 0 ? '' : `, ${countText(whenFalse)} not chosen by when`;
  return [{ text: `starts on ${on}${atOnce}${failed}${rest}` }];
}

function startedHere(doing: string): Line {
  return [{ text: `starts on this machine: ${safeLine(doing)}` }];
}

function attemptFailed({ host, attempt, result, retryInMs }: AttemptEnded): Line {
  return [
    { text: `${safeLine(host)} ` },
    { text: `attempt ${attempt} ${result.outcome}, again in ${delayText(retryInMs)}`, tone: 'warn' },
    { text: `: ${safeLine(result.message ?? result.reason ?? '')}` },
  ];
}

function taskEnded({ host, result, isRecovery }: TaskEnded): Line {
  const { outcome, message, attempts, changed, durationMs } = result;
  const reason = toldReason(result);
  const notes = [
    ...(reason === undefined ? [] : [reason]),
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
    ...(changed === false ? ['unchanged'] : []),
    ...(isRecovery ? ['recovered'] : []),
  ];
  return [
    { text: `${safeLine(host)} ` },
    { text: outcome, tone: outcomeTone[outcome] },
    { text: ` ${tookText(durationMs)}` },
    { text: notes.length === 0 ? '' : ` (${notes.join(', ')})`, tone: 'dim' },
    { text: message === undefined ? '' : `: ${safeLine(message)}` },
  ];
}

function outputOfHere({ result }: StageEnded, look: LineLook): string[] {
  return result === undefined ? [] : outputLines(thisMachine, result, look);
}

function stageEnded(fleet: FleetState, event: StageEnded): Line {
  const { isGood, verdict, tally, durationMs, stopsRun, result } = event;
  const stage = fleet.stage(event.stage);
  const tone = isGood ? 'good' : 'bad';
  const took = { text: `, ${tookText(durationMs)}` };
  const stops = stopsRun ? [{ text: ', the run stops here', tone: 'bad' } as const] : [];
  if (result !== undefined) {
    const sentence = { text: verdict === undefined ? '' : `: ${safeLine(verdict)}` };
    return [{ text: result.outcome, tone: outcomeTone[result.outcome] }, took, ...stops, sentence];
  }
  if (verdict !== undefined)
    return [{ text: isGood ? 'holds' : 'does not hold', tone }, { text: `: ${safeLine(verdict)}` }, ...stops];
  const counts = stage === undefined ? [] : joined(stageCounts(stage), { text: ', ' });
  const rate = tally === undefined || tally.planned === 0 ? [] : [{ text: ` (${ratePercent(tally)} %)` }];
  const [first, ...rest] = counts;
  return [
    { text: 'done: ', tone },
    ...(first === undefined ? [] : [first]),
    ...rate,
    ...rest,
    took,
    ...stops,
  ];
}
