import type { RunEvent, TakenUp } from '../../events/events.ts';

/**
 * The events of a journal without those that a later `run-resumed` took back: the story as if it had been told without
 * a break. Every view and every fold may be given it.
 */
export function settledHistory(events: readonly RunEvent[]): readonly RunEvent[] {
  let story: RunEvent[] = [];
  for (const event of events) {
    if (event.type === 'run-resumed') story = story.filter(stillHolds(event.takesUp));
    story.push(event);
  }
  return story;
}

/** Which events hold after a `run-resumed` that takes up these tasks. */
export function stillHolds(takesUp: readonly TakenUp[]): (event: RunEvent) => boolean {
  const stages = new Map<string, Map<string, TakenUp['how']>>();
  for (const { stage, hosts, how } of takesUp) {
    const tasks = stages.get(stage) ?? new Map();
    for (const host of hosts) tasks.set(host, how);
    stages.set(stage, tasks);
  }
  return (event) => {
    if (event.type === 'run-ended') return false;
    const tasks = 'stage' in event ? stages.get(event.stage) : undefined;
    if (tasks === undefined) return true;
    if (event.type === 'stage-ended') return false;
    const how = 'host' in event ? tasks.get(event.host) : undefined;
    return how === undefined || (how === 'settle' && event.type !== 'task-ended');
  };
}
