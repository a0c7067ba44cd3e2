import type { Problem } from '../../document/problem.ts';
import { valueAt } from '../../document/value-at.ts';
import { locatedPattern, locatedText, rawVars } from '../located.ts';
import type { HostParts } from '../playbook.ts';
import type { StageFields } from './load-stage.ts';
import type { StagePlace } from './stage-place.ts';

/** What the stage says beside its kind, as far as the schema has left it in `fields`. */
export function hostParts({ document, index, inherited }: StagePlace, fields: StageFields): HostParts {
  const path = ['stages', index];
  const condition = (key: 'when' | 'until' | 'failed-when' | 'changed-when') =>
    fields[key] === undefined ? undefined : locatedText(document, [...path, key]);
  const [when, until] = [condition('when'), condition('until')];
  const [failedWhen, changedWhen] = [condition('failed-when'), condition('changed-when')];
  const isOwn = valueAt(document.value, [...path, 'hosts']) !== undefined;
  const hosts = isOwn ? locatedPattern(document, [...path, 'hosts']) : inherited.hosts;
  return {
    ...(hosts !== undefined && { hosts }),
    vars: rawVars(document, [...path, 'vars']),
    isSecret: fields.secret ?? false,
    ...(when !== undefined && { when }),
    ...(until !== undefined && { until }),
    ...(failedWhen !== undefined && { failedWhen }),
    ...(changedWhen !== undefined && { changedWhen }),
  };
}

/** The stage runs on hosts, and neither it nor what is around it says on which. */
export function hostsNotNamed({ document, index, inherited }: StagePlace): Problem[] {
  const isNamed = [['hosts'], ['stages', index, 'hosts']].some(
    (path) => valueAt(document.value, path) !== undefined,
  );
  if (isNamed || inherited.hosts !== undefined) return [];
  const message = 'This stage does not say on which hosts it runs.';
  const advice = 'Add hosts: with a pattern, here or once at the top for all stages; all is every host.';
  return [{ code: 'no-hosts-named', message, advice, place: document.place(['stages', index]) }];
}
