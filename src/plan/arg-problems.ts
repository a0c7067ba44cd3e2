import type { Problem } from '../document/problem.ts';
import type { LoadedHostStage } from '../playbook/playbook.ts';
import type { Scope } from '../template/scope.ts';
import { distinctArgs } from './local-files.ts';

/** What a kind says against the args of its hosts, each thing once. */
export function argProblems(stage: LoadedHostStage, scopes: readonly Scope[]): Problem[] {
  const { kind, argsPlace } = stage;
  if (kind.faults === undefined) return [];
  const found = new Map<string, Problem>();
  for (const args of distinctArgs(stage, scopes)) {
    for (const { path, message, advice } of kind.faults(args)) {
      found.set(`${path} ${message}`, { code: 'stage-args', message, advice, place: argsPlace(path) });
    }
  }
  return [...found.values()];
}
