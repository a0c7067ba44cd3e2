import { didYouMean } from '../../document/nearest.ts';
import type { Problem } from '../../document/problem.ts';
import { stageName } from '../stage/stage-name.ts';
import type { WaveStage } from '../waves.ts';

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
  for (const [index, stage] of stages.entries()) {
    const why = index < start ? '--start-at begins after it' : leftOutByTags(stage, choice);
    if (why !== undefined) leftOut.set(stage.id, why);
  }
  problems.push(...unknownTags(stages, choice));
  if (problems.length === 0 && leftOut.size === stages.length && stages.length > 0)
    problems.push(noStagesLeft);
  return { leftOut, problems };
}

export const noStagesLeft: Problem = {
  code: 'no-stages-left',
  message: 'No stage is left by --tags, --skip-tags and --start-at.',
  advice: 'Choose fewer or other tags, or begin earlier.',
};

function leftOutByTags({ tags }: WaveStage, { tags: wanted = [], skipTags = [] }: StageChoice) {
  const skipped = tags.find((tag) => skipTags.includes(tag));
  if (skipped !== undefined) return `--skip-tags ${skipped}`;
  if (wanted.length === 0 || tags.some((tag) => wanted.includes(tag))) return undefined;
  return `it has none of --tags ${wanted.join(',')}`;
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

function startOf(
  stages: readonly WaveStage[],
  startAt: string | undefined,
): { start: number; problems: Problem[] } {
  if (startAt === undefined) return { start: 0, problems: [] };
  const isMeant = (stage: WaveStage) =>
    stage.id === startAt || stage.name === startAt || stageName(stage) === startAt;
  // The number of an include, a rollout or a wave means the first stage that it brings.
  const start = stages.findIndex((stage) => isMeant(stage) || stage.id.startsWith(`${startAt}.`));
  if (start >= 0) return { start, problems: [] };
  const names = stages.flatMap(({ name }) => name ?? []);
  const advice =
    didYouMean(startAt, names) ??
    `Write a name or a number that "aeon-run plan" shows, such as ${stages.at(-1)?.id}.`;
  return {
    start: 0,
    problems: [{ code: 'unknown-stage', message: `No stage is named ${startAt}.`, advice }],
  };
}
