import { type Holder, runOfLock, runWords, standingOf } from './lock-holder.ts';

/** Who holds the lock of these machines, and what to do. `where` is what `unlock` needs to be told beside the run. */
export function heldSentence(
  machines: readonly string[],
  holder: Holder & { readonly user?: string },
  where = '',
): string {
  const run = runOfLock(holder.id);
  const by = holder.user === undefined ? '' : `${holder.user}, `;
  const who = `run ${run} of ${holder.playbook}, ${by}process ${holder.pid} on ${holder.controller}, since ${holder.since}`;
  const unlock = `aeon-run unlock ${run}${where}`;
  const advice = {
    alive: 'wait until it is over',
    gone: `that process is gone: go on with it by "aeon-run resume ${runWords(holder)}", or look at it with "aeon-run show ${runWords(holder)}" and remove its lock with "${unlock}"`,
    elsewhere: `wait until it is over; if it is gone there, "${unlock} --force" removes its lock`,
  }[standingOf(holder)];
  const [first = '', ...others] = machines;
  const what = others.length === 0 ? `${first} is` : `${first} and ${others.length} more are`;
  return `${what} locked by ${who}: ${advice}`;
}
