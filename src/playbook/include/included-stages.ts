import { posix } from 'node:path';
import type { Problem } from '../../document/problem.ts';
import { validPart } from '../../document/schema/valid-part.ts';
import { valueAt } from '../../document/value-at.ts';
import type { IncludeKind } from '../../stages/stage.ts';
import { stageSchema } from '../schema.ts';
import type { StageFields } from '../stage/load-stage.ts';
import type { StagePlace } from '../stage/stage-place.ts';
import { brokenStage } from '../stage/usable-stage.ts';
import {
  cycleProblem,
  handedTo,
  includedPath,
  missingInclude,
  tooManyIncludes,
  wayTo,
  withWayOf,
} from './include.ts';
import { inherit } from './inherited.ts';
import type { FileStages, Loading } from './loading.ts';

type LoadFile = (path: string, bytes: Uint8Array, loading: Loading) => FileStages;

/** The stages of the playbook that an `include` names. `load` reads a file and tells what is wrong with it. */
export function includedStages(
  { document, index, inherited }: StagePlace,
  kind: IncludeKind,
  written: Readonly<Record<string, unknown>>,
  loading: Loading,
  load: LoadFile,
): Pick<FileStages, 'stages' | 'problems'> {
  const path = ['stages', index];
  const fields: StageFields = validPart(stageSchema, written) ?? {};
  const place = document.place([...path, kind.name]);
  const nothing = (...problems: Problem[]) => {
    const stage = brokenStage({ document, index, inherited }, fields);
    return { stages: [inherit(stage, inherited)], problems };
  };
  const args = valueAt(fields, [kind.name]);
  // That no template is possible has been told.
  if (args === undefined || kind.file(args).includes('{{')) return nothing();
  const file = kind.file(args);
  const included = includedPath(document.file, file);
  const cycle = cycleProblem(loading.chain, included, place);
  if (cycle !== undefined) return nothing(cycle);
  if (loading.areTooMany()) return nothing(tooManyIncludes(place));
  const bytes = loading.read(included);
  if (bytes === undefined) return nothing(missingInclude(file, included, place));
  const chain = [...loading.chain, { file: included, place }];
  const includedBy = wayTo(chain);
  const { stages, problems } = load(included, bytes, {
    ...loading,
    chain,
    handed: handedTo(document, path, {
      fields,
      directory: posix.dirname(file),
      outer: inherited,
      includedBy,
    }),
  });
  return { stages, problems: problems.map((problem) => withWayOf(problem, included, includedBy)) };
}
