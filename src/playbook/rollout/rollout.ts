import type { Place, Problem } from '../../document/problem.ts';
import { valueAt } from '../../document/value-at.ts';
import { documentView } from '../../document/yaml/document-view.ts';
import type { Path, YamlDocument } from '../../document/yaml/yaml.ts';
import type { RolloutSettings } from '../../stages/stage.ts';
import type { LocatedPattern } from '../playbook.ts';
import type { NestedKey } from '../stage/stage-keys.ts';

/** What runs wave by wave, as the playbook has it. */
export interface LoadedRollout extends RolloutSettings {
  /** The place in the playbook, as stages have it. */
  readonly id: string;
  readonly name?: string;
  readonly place: Place;
  /** Whose waves they are. */
  readonly hosts: LocatedPattern;
}

/** The stages below a key of the rollout at `path` as if they were a playbook of their own. */
export function nestedPlaybook(document: YamlDocument, path: Path, key: NestedKey): YamlDocument {
  const nested = [...path, key];
  const isNested = (place: Path) => nested.every((step, at) => String(step) === String(place[at]));
  return documentView(document, {
    value: { stages: valueAt(document.value, nested) },
    lossyNumbers: document.lossyNumbers
      .filter((number) => isNested(number.path))
      .map((number) => ({ ...number, path: ['stages', ...number.path.slice(nested.length)] })),
    writtenAt: (inside) => (inside[0] === 'stages' ? [...nested, ...inside.slice(1)] : path),
  });
}

export function noStages(place: Place): Problem {
  const message = 'The rollout has no stages.';
  return { code: 'missing-key', message, advice: 'Write them below stages:, beside rollout:.', place };
}

export function rolloutInRollout(place: Place): Problem {
  const message = 'This rollout stands among the stages of another one.';
  const advice = 'Put it before or after that one, or give that one more waves.';
  return { code: 'rollout-nested', message, advice, place };
}
