import type { Place, Problem } from '../../document/problem.ts';
import { valueAt } from '../../document/value-at.ts';
import type { YamlDocument } from '../../document/yaml/yaml.ts';
import { isReserved } from '../../template/scope.ts';
import { type LoadedStage, registerOf } from '../playbook.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Two stages under one name would make `results.NAME` depend on the order. */
export function duplicateRegisters(document: YamlDocument, stages: readonly Fields[]): Problem[] {
  const first = new Map<unknown, number>();
  return stages.flatMap(({ register }, index) => {
    const earlier = first.get(register);
    if (typeof register !== 'string') return [];
    if (earlier === undefined) {
      first.set(register, index);
      return [];
    }
    const { line } = document.place(['stages', earlier, 'register']);
    return [
      {
        code: 'duplicate-register',
        message: `The stage of line ${line} registers its result under the same name.`,
        advice: 'Give one of them another name.',
        place: document.place(['stages', index, 'register']),
      },
    ];
  });
}

/** Variables that a name of our own hides: only `vars.NAME` reaches them. */
export function reservedNames(document: YamlDocument, stages: readonly Fields[]): Problem[] {
  const holders = [['vars'], ...stages.map((_, index) => ['stages', index, 'vars'])];
  return holders.flatMap((path) => {
    const vars = valueAt(document.value, path);
    if (typeof vars !== 'object' || vars === null) return [];
    return Object.keys(vars)
      .filter(isReserved)
      .map((name) => ({
        code: 'reserved-name',
        severity: 'warning',
        message: `${name} has a meaning of its own, so this variable is only reached as vars.${name}.`,
        advice: `Call it my_${name}.`,
        place: document.place([...path, name], 'key'),
      }));
  });
}

/** The same name in several files. A stage whose file is included several times registers again: the last one counts. */
export function registersInSeveralFiles(stages: readonly LoadedStage[]): Problem[] {
  const first = new Map<string, LoadedStage>();
  return stages.flatMap((stage): Problem[] => {
    const register = registerOf(stage);
    if (register === undefined) return [];
    const earlier = first.get(register);
    if (earlier === undefined) first.set(register, stage);
    if (earlier === undefined || isToldThere(stage, earlier)) return [];
    const where = `${earlier.place.file}:${earlier.place.line}`;
    const message = `Stages ${earlier.id} (${where}) and ${stage.id} register their results under the same name, ${register}.`;
    return [
      { code: 'duplicate-register', message, advice: 'Give one of them another name.', place: stage.place },
    ];
  });
}

/** Twice in one list of stages is told there, and a stage that is loaded again is the same stage. */
function isToldThere({ place, rollout, isOnFailure }: LoadedStage, earlier: LoadedStage): boolean {
  if (place.file !== earlier.place.file) return false;
  if (isSame(place, earlier.place)) return true;
  return isSame(rollout?.place, earlier.rollout?.place) && isOnFailure === earlier.isOnFailure;
}

function isSame(one: Place | undefined, other: Place | undefined): boolean {
  return one?.line === other?.line && one?.column === other?.column;
}
