import { jsonText } from '../../document/json-text.ts';
import { type Comparison, compareRuns } from '../../report/compare/compare-runs.ts';
import { comparisonJson } from '../../report/compare/comparison-json.ts';
import { comparisonLines } from '../../report/compare/comparison-lines.ts';
import type { ToldRun } from '../../report/compare/said-changes.ts';
import { isSamePlaybook, playbookWords } from '../../report/compare/same-playbook.ts';
import { RunStory } from '../../report/story/run-story.ts';
import { summaryLook } from '../../report/summary/write-summary.ts';
import { glanceAt } from '../../run/journal/run-glance.ts';
import { type ExitCode, UsageError } from '../exit-code.ts';
import { keptRuns } from '../run/find-run.ts';
import { findPastRun, type PastRun } from '../run/past-run.ts';
import { stateDirectory } from '../run/state-directory.ts';
import { summarizeRun } from '../run/summarize-run.ts';
import { wholeOutputs } from '../run/whole-outputs.ts';
import { localTime, terminalOf } from '../terminal.ts';
import type { World } from '../world.ts';

export interface CompareOptions {
  readonly diff?: boolean;
  readonly json?: boolean;
  /** Tells by the exit code whether a host came out worse, as git-diff(1) does. */
  readonly exitCode?: boolean;
  readonly runDir?: string;
}

/** What became of hosts and stages in one run and in a later one. @throws UsageError */
export async function compare(
  world: World,
  wanted: { readonly before?: string; readonly now?: string },
  options: CompareOptions,
): Promise<ExitCode> {
  const now = await findPastRun(world, wanted.now ?? 'last', options.runDir);
  const before =
    wanted.before === undefined
      ? await runBefore(world, now, options.runDir)
      : await findPastRun(world, wanted.before, options.runDir);
  if (before.directory.path === now.directory.path) {
    throw new UsageError(`run ${now.directory.id} cannot be compared with itself: name two runs`);
  }
  const { diff = false, json = false } = options;
  const comparison = compareRuns(told(before), told(now), { withLines: diff || json });
  if (json) await writeJson(world, comparison, { before, now });
  else writeLines(world, comparison, options);
  const isWorse = comparison.hosts.some(({ change }) => change === 'worse');
  return options.exitCode && isWorse ? 1 : 0;
}

/** The one of the same playbook that began before it; of what a command line asked for, the same command. */
async function runBefore(world: World, { directory, start }: PastRun, runDir?: string): Promise<PastRun> {
  const { runs } = stateDirectory(world, runDir);
  const earlier = (await keptRuns(runs)).filter(({ id }) => id < directory.id);
  for (const run of earlier.toReversed()) {
    const playbook = (await glanceAt(run))?.start.playbook;
    if (playbook !== undefined && isSamePlaybook(start.playbook, playbook))
      return findPastRun(world, run.id, runDir);
  }
  throw new UsageError(
    `there is no run of ${playbookWords(start.playbook)} before ${directory.id}: name the one to compare it with ("aeon-run runs" lists them)`,
  );
}

function told(run: PastRun): ToldRun {
  const story = new RunStory(run);
  for (const event of run.history) story.onEvent(event);
  return { story, readWhole: wholeOutputs(run.directory.path) };
}

async function writeJson(
  world: World,
  comparison: Comparison,
  { before, now }: { readonly before: PastRun; readonly now: PastRun },
): Promise<void> {
  const runs = {
    before: await summarizeRun(before.directory),
    now: await summarizeRun(now.directory),
  };
  world.stdout.write(jsonText({ ...runs, ...comparisonJson(comparison) }));
}

function writeLines(world: World, comparison: Comparison, { diff = false }: CompareOptions): void {
  const terminal = terminalOf(world, world.stdout);
  const look = { ...summaryLook(terminal), localTime, showsSaid: diff };
  terminal.write(`${comparisonLines(comparison, look).join('\n')}\n`);
}
