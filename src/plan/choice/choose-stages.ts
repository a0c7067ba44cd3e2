import { didYouMean } from '../../document/nearest.ts';
import type { Problem } from '../../document/problem.ts';
import type { WaveStage } from '../waves.ts';
import { startOf } from './start-at.ts';

/** Which stages the command line asks for. */
export interface StageChoice {
  readonly tags?: readonly string[];
  readonly skipTags?: readonly string[];
  /** The number of a stage, or its name as the playbook or the plan has it. */
  readonly startAt?: string;
}

/** Why a stage does not run, by its id; absent for those that do. */
export type LeftOutReasons = ReadonlyMap<string, string>;

export function chooseStages(
  stages: readonly WaveStage[],
  choice: StageChoice,
): { leftOut: LeftOutReasons; problems: Problem[] } {
  const { start, problems } = startOf(stages, choice.startAt);
  const leftOut = new Map<string, string>();
  const rollouts = rolloutsOf(stages.filter((stage) => leftOutByTags(stage, choice) === undefined));
  for (const [index, stage] of stages.entries()) {
    const why = index < start ? '--start-at begins after it' : leftOutByTags(stage, choice, rollouts);
    if (why !== undefined) leftOut.set(stage.id, why);
  }
  problems.push(...unknownTags(stages, choice));
  const left = stages.filter(({ id }) => !leftOut.has(id));
  if (problems.length === 0 && stages.length > 0 && left.every(({ isOnFailure }) => isOnFailure))
    problems.push(left.length === 0 ? noStagesLeft : onlyRepairsLeft);
  return { leftOut, problems };
}

export const noStagesLeft: Problem = {
  code: 'no-stages-left',
  message: 'No stage is left by --tags, --skip-tags and --start-at.',
  advice: 'Choose fewer or other tags, or begin earlier.',
};

const onlyRepairsLeft: Problem = {
  code: 'no-stages-left',
  message: 'Nothing is left but stages of on-failure, which run where a stage of their rollout has failed.',
  advice:
    'Choose what they repair too; to run them by hand, put them into a file of their own and include it.',
};

function leftOutByTags(
  { tags, isOnFailure, rollout }: WaveStage,
  { tags: wanted = [], skipTags = [] }: StageChoice,
  chosen: ReadonlySet<unknown> = new Set(),
): string | undefined {
  const skipped = tags.find((tag) => skipTags.includes(tag));
  if (skipped !== undefined) return `--skip-tags ${skipped}`;
  if (wanted.length === 0 || tags.some((tag) => wanted.includes(tag))) return undefined;
  // Nobody who chooses a part of a rollout means to have it fail without its repair.
  if (isOnFailure && chosen.has(rollout)) return undefined;
  return `it has none of --tags ${wanted.join(',')}`;
}

/** Those that have a stage among these which is no repair. */
function rolloutsOf(stages: readonly WaveStage[]): ReadonlySet<unknown> {
  return new Set(stages.flatMap(({ isOnFailure, rollout }) => (isOnFailure ? [] : (rollout ?? []))));
}

function unknownTags(stages: readonly WaveStage[], { tags = [], skipTags = [] }: StageChoice): Problem[] {
  const known = [...new Set(stages.flatMap((stage) => stage.tags))];
  const there = known.length > 0 ? `There are: ${known.join(', ')}.` : 'No stage has tags.';
  return [...tags, ...skipTags]
    .filter((tag) => !known.includes(tag))
    .map((tag) => ({
      code: 'unknown-tag',
      message: `No stage has the tag ${tag}.`,
      advice: didYouMean(tag, known) ?? there,
    }));
}
