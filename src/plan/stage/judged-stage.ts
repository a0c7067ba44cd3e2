import { didYouMean } from '../../document/nearest.ts';
import type { Problem } from '../../document/problem.ts';
import { type LoadedFleetStage, type LoadedStage, registerOf } from '../../playbook/playbook.ts';
import type { WaveStage } from '../waves.ts';

export interface Judged {
  /** Undefined without a problem when that stage is broken itself, or its rollout has no hosts. */
  readonly judged?: readonly WaveStage[];
  /** It judges the hosts of its wave, whatever these stages are. */
  readonly isOverWave: boolean;
  readonly problems: readonly Problem[];
}

/** The stages among `asked` that an assert judges: those of its own wave, or of all waves where it stands outside. */
export function judgedStages(
  stage: LoadedFleetStage & WaveStage,
  asked: readonly WaveStage[],
  playbook: readonly LoadedStage[],
): Judged {
  const { wave, written = stage } = stage;
  const isInRollout = stage.rollout !== undefined || stage.isInBrokenRollout === true;
  if (isInRollout && stage.kind.judges(stage.args) === 'wave') {
    if (wave === undefined) return { isOverWave: true, problems: [] };
    const before = asked.slice(0, asked.indexOf(stage));
    const judged = before.filter((each) => each.wave === wave && mayRunOnHosts(each));
    return { judged, isOverWave: true, problems: judged.length === 0 ? [nothingInWave(stage)] : [] };
  }
  const { judged, problems } = judgedStage(written as LoadedFleetStage, playbook); // It was one.
  if (judged === undefined) return { isOverWave: false, problems };
  const isNear = (other: WaveStage) => wave === undefined || other.wave === undefined || other.wave === wave;
  const those = asked.filter((each) => (each.written ?? each) === judged && isNear(each));
  return { judged: those, isOverWave: false, problems };
}

function mayRunOnHosts({ scope }: LoadedStage): boolean {
  return scope === 'host' || scope === 'broken';
}

/** As the playbook has it. */
function judgedStage(
  stage: LoadedFleetStage,
  all: readonly LoadedStage[],
): { judged?: LoadedStage; problems: Problem[] } {
  const before = all.slice(0, all.indexOf(stage)).filter((each) => {
    // What runs when a wave has failed is judged there, if at all.
    return !each.isOnFailure || (stage.isOnFailure && each.rollout === stage.rollout);
  });
  const wanted = stage.kind.judges(stage.args);
  return wanted === undefined ? nearestBefore(stage, before) : named(stage, wanted, before, all);
}

function nearestBefore(stage: LoadedFleetStage, before: readonly LoadedStage[]) {
  const judged = before.findLast(mayRunOnHosts);
  if (judged !== undefined) return { judged, problems: [] };
  const problem: Problem = {
    code: 'nothing-to-judge',
    message: `No stage before this one runs on hosts, so there is nothing to judge.`,
    advice: 'Put it after the stage that it judges.',
    place: stage.place,
  };
  return { problems: [problem] };
}

function named(
  stage: LoadedFleetStage,
  wanted: string,
  before: readonly LoadedStage[],
  all: readonly LoadedStage[],
): { judged?: LoadedStage; problems: Problem[] } {
  const [judged, second] = matching(before, wanted);
  if (judged === undefined && wanted === 'wave')
    return problem(
      stage,
      'This assert stands in no rollout, so there is no wave.',
      'Name the stage whose hosts count.',
    );
  if (judged === undefined) return problem(stage, ...notBefore(wanted, before, all));
  if (second !== undefined) {
    const message = `Stages ${judged.id} and ${second.id} are both named ${wanted}.`;
    return problem(stage, message, 'Give one of them a register and name that.');
  }
  if (judged.scope === 'fleet' || judged.scope === 'controller') {
    return problem(stage, `${wanted} runs on no host.`, 'Name the stage whose hosts count.');
  }
  return { judged, problems: [] };
}

/** A register means one stage, and the last time that it runs; a name need not. */
function matching(stages: readonly LoadedStage[], wanted: string): readonly LoadedStage[] {
  const registered = stages.findLast((each) => registerOf(each) === wanted);
  return registered === undefined ? stages.filter(({ name }) => name === wanted) : [registered];
}

function notBefore(
  wanted: string,
  before: readonly LoadedStage[],
  all: readonly LoadedStage[],
): [string, string] {
  if (matching(all, wanted).length > 0) {
    return [`The stage ${wanted} is not before this one.`, 'An assert can only judge what has run.'];
  }
  const names = before.flatMap((each) => [each.name, registerOf(each)]);
  const known = names.filter((name) => name !== undefined);
  const there =
    known.length > 0 ? `There are: ${known.join(', ')}.` : 'No stage before it has a name or a register.';
  return [`No stage is named ${wanted}.`, didYouMean(wanted, known) ?? there];
}

function problem({ argsPlace }: LoadedFleetStage, message: string, advice: string) {
  const found: Problem = { code: 'judged-unknown', message, advice, place: argsPlace(['of']) };
  return { problems: [found] };
}

/** An assert over its wave before any stage of it runs on hosts. */
function nothingInWave({ argsPlace }: LoadedFleetStage): Problem {
  const message = 'No stage before this one runs on the hosts of the wave, so there is nothing to judge.';
  const advice = 'Put it after the stages of the rollout.';
  return { code: 'nothing-to-judge', message, advice, place: argsPlace(['of']) };
}
