import type { RunStory, Standing } from '../story/run-story.ts';

/**
 * `open`: not over in one of the runs. `still-bad`: it came out well in neither. `new` and `gone`: only one of the runs had
 * it.
 */
export type Change = 'worse' | 'better' | 'still-bad' | 'as-before' | 'open' | 'new' | 'gone';

/** What became of a host in two runs; one side is absent where that run did not have it. */
export interface HostChange {
  readonly host: string;
  readonly change: Change;
  readonly before?: Standing;
  readonly now?: Standing;
}

/** Of every host of the two, those of now first, in the order of the inventory. */
export function hostChanges(before: RunStory, now: RunStory): readonly HostChange[] {
  const [old, young] = [hostsOf(before), hostsOf(now)];
  return [...new Set([...young, ...old])].map((host) => {
    const was = old.has(host) ? before.hostStanding(host) : undefined;
    const is = young.has(host) ? now.hostStanding(host) : undefined;
    const change = changeOf(host, { story: before, standing: was }, { story: now, standing: is });
    return { host, change, ...(was && { before: was }), ...(is && { now: is }) };
  });
}

function hostsOf({ fleet }: RunStory): ReadonlySet<string> {
  return new Set(fleet.run?.hosts.map(({ name }) => name));
}

interface Side {
  readonly story: RunStory;
  readonly standing: Standing | undefined;
}

function changeOf(host: string, before: Side, now: Side): Change {
  if (before.standing === undefined) return 'new';
  if (now.standing === undefined) return 'gone';
  if (before.standing === 'open' || now.standing === 'open') return 'open';
  const wasWell = before.story.fleet.hostOutcome(host).isSuccess;
  const isWell = now.story.fleet.hostOutcome(host).isSuccess;
  if (wasWell === isWell) return isWell ? 'as-before' : 'still-bad';
  return isWell ? 'better' : 'worse';
}
