import { type OneCommandParts, oneCommandView } from '../one-command-view.ts';
import { summaryLook } from '../summary/write-summary.ts';
import type { Terminal } from '../terminal.ts';
import type { View } from '../view.ts';
import type { ReadWhole } from '../whole-output.ts';
import { groupLines } from './group-lines.ts';
import { OutputGroups } from './output-group.ts';

export interface GroupedParts extends OneCommandParts {
  /** Gets what the hosts said. */
  readonly result: Terminal;
  readonly readWhole: ReadWhole;
}

/** For one command on many hosts: at its end what they said, hosts that said the same together, as `clush -b` does. */
export function groupedView({ result, readWhole, ...parts }: GroupedParts): View {
  const groups = new OutputGroups(readWhole);
  return oneCommandView(parts, {
    onTaskEnded: ({ host, result }, fleet) => groups.add(fleet.host(host), result),
    atEnd: (runDirectory) => {
      const look = { ...summaryLook(result), runDirectory };
      for (const group of groups.sorted()) result.write(`${groupLines(group, look).join('\n')}\n`);
    },
  });
}
