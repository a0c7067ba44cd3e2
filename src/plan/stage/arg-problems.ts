import { type Problem, problemKey } from '../../document/problem.ts';
import type { Host } from '../../inventory/host/host.ts';
import type { LoadedControllerStage, LoadedHostStage } from '../../playbook/playbook.ts';
import { isBelow, renderArgs, renderArgsSoFar } from '../../playbook/stage/args.ts';
import { RuntimeValueFailure } from '../../template/runtime-failure.ts';
import type { Scope } from '../../template/scope.ts';
import { hostList } from '../hosts/host-list.ts';
import type { StageHosts } from '../hosts/stage-hosts.ts';
import { distinctArgs } from './distinct-args.ts';

/** What speaks against the args of a stage on its hosts, each thing once. What only the run will know is not looked at. */
export function argProblems(stage: LoadedHostStage, { hosts, scopes, areGuessed }: StageHosts): Problem[] {
  const { kind } = stage;
  if (kind.faults === undefined && kind.reachesDirectly === undefined) return [];
  const found = new Map<string, Problem>();
  for (const args of distinctArgs(stage, scopes)) {
    for (const problem of faultProblems(stage, args)) found.set(problemKey(problem), problem);
    if (areGuessed) continue;
    const behindJump = kind.reachesDirectly?.(args) ? hosts.filter(({ settings }) => settings.jump) : [];
    if (behindJump.length > 0) found.set('jump', noDirectPath(stage, behindJump));
  }
  return [...found.values()];
}

/** The same of a stage that runs on no host. */
export function argProblemsOfNoHost(stage: LoadedControllerStage, scope: Scope): Problem[] {
  const args = renderArgsSoFar(stage.args, scope);
  return args === undefined ? [] : faultProblems(stage, args);
}

/**
 * The args as the run has them: what a stage could not know before may speak against them.
 * @throws RuntimeValueFailure
 */
export function checkedArgs({ kind, args }: LoadedHostStage | LoadedControllerStage, scope: Scope): unknown {
  const rendered = renderArgs(args, scope);
  const [fault] = kind.faults?.(rendered) ?? [];
  if (fault !== undefined) throw new RuntimeValueFailure(`${fault.message} ${fault.advice}`);
  return rendered;
}

function faultProblems(stage: LoadedHostStage | LoadedControllerStage, rendered: unknown): Problem[] {
  const { kind, args, argsPlace } = stage;
  const faults = (kind.faults?.(rendered) ?? []).filter(({ path }) => !isBelow(path, args.unread));
  return faults.map(({ path, message, advice }) => ({
    code: 'stage-args',
    message,
    advice,
    place: argsPlace(path),
  }));
}

function noDirectPath({ argsPlace }: LoadedHostStage, hosts: readonly Host[]): Problem {
  const message = `This machine cannot connect to ${hostList(hosts.map(({ name }) => name))} directly: a jump host is between.`;
  return { code: 'stage-args', message, advice: 'Write from: host.', place: argsPlace([]) };
}
