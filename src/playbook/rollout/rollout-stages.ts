import type { Problem } from '../../document/problem.ts';
import { validPart } from '../../document/schema/valid-part.ts';
import { valueAt } from '../../document/value-at.ts';
import type { YamlDocument } from '../../document/yaml/yaml.ts';
import type { RolloutKind } from '../../stages/stage.ts';
import { handedTo } from '../include/include.ts';
import { inherit } from '../include/inherited.ts';
import type { FileStages, Loading } from '../include/loading.ts';
import { stageSchema } from '../schema.ts';
import { hostParts, hostsNotNamed } from '../stage/host-parts.ts';
import type { StageFields } from '../stage/load-stage.ts';
import type { StagePlace } from '../stage/stage-place.ts';
import { brokenStage } from '../stage/usable-stage.ts';
import { type LoadedRollout, nestedPlaybook, noStages, rolloutInRollout } from './rollout.ts';

type ReadFile = (document: YamlDocument, fromYaml: readonly Problem[], loading: Loading) => FileStages;

/** The stages of a rollout. `read` reads them as if they were a playbook of their own. */
export function rolloutStages(
  stagePlace: StagePlace,
  kind: RolloutKind,
  written: Readonly<Record<string, unknown>>,
  loading: Loading,
  read: ReadFile,
): Pick<FileStages, 'stages' | 'problems'> {
  const { document, index, inherited } = stagePlace;
  const path = ['stages', index];
  const fields: StageFields = validPart(stageSchema, written) ?? {};
  const place = document.place([...path, kind.name], 'key');
  const problems = inherited.rollout === undefined ? [] : [rolloutInRollout(place)];
  if (written.stages === undefined) {
    const stage = inherit(brokenStage(stagePlace, fields), inherited);
    return { stages: [stage], problems: [...problems, noStages(place)] };
  }
  const lack = kind.lacks?.(written[kind.name]);
  if (lack !== undefined) {
    const at = document.place([...path, kind.name]);
    problems.push({ code: 'stage-args', message: lack.message, advice: lack.advice, place: at });
  }
  const args = valueAt(fields, [kind.name]);
  const { hosts } = hostParts(stagePlace, fields);
  const notNamed = hostsNotNamed(stagePlace);
  const rollout: LoadedRollout | undefined =
    args === undefined || hosts === undefined || lack !== undefined
      ? undefined
      : {
          ...kind.read(args),
          id: `${inherited.idPrefix}${index + 1}`,
          ...(fields.name !== undefined && { name: fields.name }),
          place: document.place(path),
          hosts,
        };
  const handed = handedTo(document, path, { fields, directory: '', outer: inherited });
  const inRollout = {
    ...handed,
    ...(rollout === undefined ? { isInBrokenRollout: true as const } : { rollout }),
  };
  const nested = [read(nestedPlaybook(document, path, 'stages'), [], { ...loading, handed: inRollout })];
  if (Array.isArray(written['on-failure']) && written['on-failure'].length > 0) {
    // Their ids begin with f: in a wave they stand behind its verdict, whose number only the plan knows.
    const onFailure = { ...inRollout, isOnFailure: true, idPrefix: `${handed.idPrefix}f` } as const;
    const repair = nestedPlaybook(document, path, 'on-failure');
    nested.push(read(repair, [], { ...loading, handed: onFailure }));
  }
  const ofNested = nested
    .flatMap((list) => list.problems)
    .filter(({ code }) => code !== 'no-hosts-named' || notNamed.length === 0);
  return {
    stages: nested.flatMap((list) => list.stages),
    problems: [...problems, ...notNamed, ...ofNested],
  };
}
