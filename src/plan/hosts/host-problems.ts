import { type Problem, problemKey } from '../../document/problem.ts';
import { withWayOf } from '../../playbook/include/include.ts';
import type { LoadedStage } from '../../playbook/playbook.ts';
import { hostList } from './host-list.ts';

/** In which file a stage stands, and the way to it: that may be included several times. */
export type StageFile = Pick<LoadedStage, 'place' | 'includedBy'>;

/** Problems that some hosts have and others not: each is told once, with the hosts that have it. */
export class HostProblems {
  readonly #byKey = new Map<string, { readonly problem: Problem; readonly hosts: Set<string> }>();

  /** `file`: of the stage for which it is found. */
  add(problem: Problem, host: string, file?: StageFile): void {
    const key = problemKey(problem);
    const known = this.#byKey.get(key) ?? { problem: withItsWay(file, problem), hosts: new Set() };
    known.hosts.add(host);
    this.#byKey.set(key, known);
  }

  /** Those that every one of the hosts has. */
  ofEach(hostCount: number): Problem[] {
    return [...this.#byKey.values()]
      .filter(({ hosts }) => hosts.size === hostCount)
      .map(({ problem }) => problem);
  }

  /** `hostCount`: how many were looked at. A warning that holds for all of them names none. */
  all(hostCount: number): Problem[] {
    return [...this.#byKey.values()].map(({ problem, hosts }) => {
      const areAll = hosts.size === hostCount;
      if (areAll && problem.severity === 'warning') return problem;
      const who = areAll && hostCount > 1 ? `all ${hostCount} hosts` : hostList([...hosts]);
      return { ...problem, message: `${problem.message} It concerns ${who}.` };
    });
  }
}

function withItsWay(file: StageFile | undefined, problem: Problem): Problem {
  return file === undefined ? problem : withWayOf(problem, file.place.file, file.includedBy);
}
