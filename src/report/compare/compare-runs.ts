import { type HostChange, hostChanges } from './host-changes.ts';
import { type SaidChange, saidChanges, type ToldRun } from './said-changes.ts';
import { isSamePlaybook } from './same-playbook.ts';
import { type StagePair, stagePairs } from './stage-pairs.ts';

/** How two runs differ. */
export interface Comparison {
  readonly before: ToldRun;
  readonly now: ToldRun;
  readonly playbook: 'same' | 'changed' | 'another';
  readonly hosts: readonly HostChange[];
  readonly stages: readonly ComparedStage[];
}

export interface ComparedStage extends StagePair {
  readonly said: readonly SaidChange[];
}

/** `withLines`: also line by line what hosts said otherwise. */
export function compareRuns(before: ToldRun, now: ToldRun, { withLines = true } = {}): Comparison {
  const [old, young] = [before.story.fleet, now.story.fleet];
  const playbook = playbookNow(before, now);
  return {
    before,
    now,
    playbook,
    hosts: hostChanges(before.story, now.story),
    stages: stagePairs(old, young, playbook === 'same').map((pair) => ({
      ...pair,
      said: saidChanges(pair, { old: before, young: now, withLines }),
    })),
  };
}

function playbookNow(before: ToldRun, now: ToldRun): Comparison['playbook'] {
  const [was, is] = [before.story.fleet.run?.playbook, now.story.fleet.run?.playbook];
  if (was?.sha256 === is?.sha256) return 'same';
  return was !== undefined && is !== undefined && isSamePlaybook(was, is) ? 'changed' : 'another';
}
