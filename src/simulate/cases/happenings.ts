import type { FailureGroup } from '../../report/fleet/failure-groups.ts';
import type { FleetState } from '../../report/fleet/fleet-state.ts';
import { plural } from '../../report/text/numbers.ts';
import { safeLine } from '../../report/text/safe-text.ts';
import { thisMachine } from '../../report/text/this-machine.ts';
import { listedHosts } from './listed-hosts.ts';

/** More kinds of failure than these are counted: `--case` shows all of them. */
const mostKinds = 3;

/** What went wrong in a rehearsal, and why it stopped: for whoever expected something else of it. */
export function happeningsOf({ failures, recovered, end }: FleetState): readonly string[] {
  const kinds = failures.sorted();
  const rest = kinds.length - mostKinds;
  return [
    ...kinds.slice(0, mostKinds).map(failure),
    ...(rest > 0 ? [`and ${plural(rest, 'more kind')} of failure`] : []),
    ...(recovered > 0
      ? [`${plural(recovered, 'host')} failed and ${recovered === 1 ? 'was' : 'were'} repaired`]
      : []),
    ...(end?.stopped === undefined ? [] : [`stopped: ${safeLine(end.stopped)}`]),
  ];
}

/** `w[1-3] failed in Install (exit_code): the command ended with exit code 1`. */
function failure({ stage, outcome, reason, message, namesItsHost, hosts }: FailureGroup): string {
  const who = hosts.size === 0 ? thisMachine : listedHosts([...hosts]);
  const why = reason === undefined ? '' : ` (${reason})`;
  const example = hosts.size > 1 && namesItsHost ? 'for example: ' : '';
  const sentence = message === undefined ? '' : `: ${example}${safeLine(message)}`;
  return `${who} ${outcome} in ${safeLine(stage.name)}${why}${sentence}`;
}
