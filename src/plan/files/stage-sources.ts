import type { Place } from '../../document/problem.ts';
import type { LoadedHostStage } from '../../playbook/playbook.ts';
import type { Scope } from '../../template/scope.ts';
import { argPath, distinctArgs, isUnread } from '../stage/distinct-args.ts';
import { belowDirectory } from './below-directory.ts';

/** Each file, directory and pattern, and where its name stands. */
export function sourcesOf(stage: LoadedHostStage, scopes: readonly Scope[]) {
  const files = new Map<string, Place>();
  const trees = new Map<string, Place>();
  const { kind } = stage;
  if (kind.localFiles === undefined && kind.localTrees === undefined) return { files, trees };
  for (const args of distinctArgs(stage, scopes)) {
    for (const path of kind.localFiles?.(args) ?? []) {
      note(files, stage, args, path);
    }
    for (const path of kind.localTrees?.(args) ?? []) {
      note(trees, stage, args, path);
    }
  }
  return { files, trees };
}

/** A name that could not be read means no file. */
function note(sources: Map<string, Place>, stage: LoadedHostStage, args: unknown, path: string): void {
  const located = belowDirectory(stage, path);
  if (sources.has(located) || isUnread(stage, args, path)) return;
  sources.set(located, stage.argsPlace(argPath(stage, args, path)));
}
