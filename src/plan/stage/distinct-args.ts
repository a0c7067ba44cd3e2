import { stringsIn } from '../../document/schema/strings.ts';
import type { Path } from '../../document/yaml/yaml.ts';
import type { LoadedHostStage } from '../../playbook/playbook.ts';
import { isBelow, renderArgsSoFar } from '../../playbook/stage/args.ts';
import type { Scope } from '../../template/scope.ts';
import { usedValues } from '../names/check-templates.ts';

/** Whether the text of the rendered args stands where what was written is an error. */
export function isUnread(stage: LoadedHostStage, rendered: unknown, text: string): boolean {
  return isBelow(argPath(stage, rendered, text), stage.args.unread);
}

/** The args of all hosts, rendered, equal ones once; without those that need a value which only the run will know. */
export function distinctArgs(stage: LoadedHostStage, scopes: readonly Scope[]): unknown[] {
  const { templates } = stage.args;
  const byKey = new Map<string, unknown>();
  for (const scope of scopes) {
    const key = templates.map(({ template }) => usedValues(template, scope)).join('\0');
    if (!byKey.has(key)) byKey.set(key, renderArgsSoFar(stage.args, scope));
  }
  return [...byKey.values()].filter((args) => args !== undefined);
}

/** Where a text of the rendered args stands. */
export function argPath({ kind }: LoadedHostStage, rendered: unknown, wanted: string): Path {
  return [...stringsIn(kind.schema, rendered)].find(({ text }) => text === wanted)?.path ?? [];
}
