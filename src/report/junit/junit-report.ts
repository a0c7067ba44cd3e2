import { isTolerated } from '../fleet/failure-groups.ts';
import type { FleetState } from '../fleet/fleet-state.ts';
import type { StageState } from '../fleet/stage-state.ts';
import type { RunStory } from '../story/run-story.ts';
import { whyStopped } from '../summary/verdict-line.ts';
import { type Case, taskCase } from './case.ts';
import { type Suite, suitesText } from './suites.ts';

/**
 * A run as CI servers read test results: a suite a stage with a case a host, and at last one of the whole run, so that
 * what stopped before it failed anywhere is not green. `undefined` before the run has begun.
 */
export function junitReport(story: RunStory): string | undefined {
  const { run, elapsedMs, end } = story.fleet;
  if (run === undefined) return undefined;
  const counting = countingFailures(story.fleet);
  const suites = [...story.fleet.stages.map((stage) => stageSuite(story, stage, counting)), runSuite(story)];
  return suitesText({ name: run.playbook.name, durationMs: end?.durationMs ?? elapsedMs, suites });
}

/** Tells of a failure whether it counts: its host has not recovered, and its stage does not go on in spite of it. */
export type Counts = (stage: string, host: string) => boolean;

function countingFailures(fleet: FleetState): Counts {
  const hosts = new Map<string, Set<string>>();
  for (const group of fleet.failures.sorted()) {
    if (isTolerated(group)) continue;
    hosts.set(group.stage.id, new Set([...(hosts.get(group.stage.id) ?? []), ...group.hosts]));
  }
  return (stage, host) => hosts.get(stage)?.has(host) === true;
}

function stageSuite(story: RunStory, stage: StageState, counts: Counts): Suite {
  const { facts, end } = stage;
  const hosts = story.fleet.run?.hosts ?? [];
  const cases = hosts.flatMap(({ name }) => {
    const task = story.tasks(name).find((each) => each.stage.id === facts.id);
    return task === undefined ? [] : [taskCase(name, task, counts(facts.id, name))];
  });
  const durationMs = end?.durationMs ?? 0;
  const name = `${facts.id} ${facts.name}`;
  return { name, durationMs, cases: cases.length > 0 ? cases : [wholeCase(stage, durationMs)] };
}

/** Of a stage without hosts. */
function wholeCase({ facts, startedMs, end }: StageState, durationMs: number): Case {
  const { kind: name } = facts;
  if (startedMs === undefined) return { name, durationMs, end: 'skipped', message: 'it did not run' };
  if (end === undefined) return { name, durationMs, end: 'error', message: 'its end was not heard of' };
  const { isGood, stopsRun, verdict = '' } = end;
  if (isGood) return { name, durationMs, end: 'passed' };
  const isHarmless = facts.continueOnError && !stopsRun;
  return { name, durationMs, end: isHarmless ? 'skipped' : 'failure', message: verdict };
}

function runSuite({ fleet, isGoingOn }: RunStory): Suite {
  const { end, elapsedMs } = fleet;
  const durationMs = end?.durationMs ?? elapsedMs;
  const name = 'all came out well';
  const message = isGoingOn
    ? 'the run was still going on when this was written'
    : (whyStopped(fleet) ?? `exit code ${end?.exitCode}`);
  const ofRun: Case =
    end?.exitCode === 0 ? { name, durationMs, end: 'passed' } : { name, durationMs, end: 'failure', message };
  return { name: 'the whole run', durationMs, cases: [ofRun] };
}
