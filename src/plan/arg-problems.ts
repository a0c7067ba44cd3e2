import type { Problem } from '../document/problem.ts';
import type { Host } from '../inventory/host.ts';
import { isBelow } from '../playbook/args.ts';
import type { LoadedHostStage } from '../playbook/playbook.ts';
import { hostList } from './host-list.ts';
import { distinctArgs } from './local-files.ts';
import type { StageHosts } from './stage-hosts.ts';

/** What speaks against the args of a stage on its hosts, each thing once. */
export function argProblems(stage: LoadedHostStage, { hosts, scopes, areGuessed }: StageHosts): Problem[] {
  const { kind, argsPlace } = stage;
  if (kind.faults === undefined && kind.reachesDirectly === undefined) return [];
  const found = new Map<string, Problem>();
  for (const args of distinctArgs(stage, scopes)) {
    for (const { path, message, advice } of kind.faults?.(args) ?? []) {
      if (isBelow(path, stage.args.unread)) continue;
      found.set(`${path} ${message}`, { code: 'stage-args', message, advice, place: argsPlace(path) });
    }
    if (areGuessed) continue;
    const behindJump = kind.reachesDirectly?.(args) ? hosts.filter(({ settings }) => settings.jump) : [];
    if (behindJump.length > 0) found.set('jump', noDirectPath(stage, behindJump));
  }
  return [...found.values()];
}

function noDirectPath({ argsPlace }: LoadedHostStage, hosts: readonly Host[]): Problem {
  const message = `This machine cannot connect to ${hostList(hosts.map(({ name }) => name))} directly: a jump host is between.`;
  return { code: 'stage-args', message, advice: 'Write from: host.', place: argsPlace([]) };
}
