import { commandLineProblemCodes } from './problem-codes/command-line.ts';
import { inventoryProblemCodes } from './problem-codes/inventory.ts';
import { planProblemCodes } from './problem-codes/plan.ts';
import { playbookProblemCodes } from './problem-codes/playbook.ts';
import { schemaProblemCodes } from './problem-codes/schema.ts';
import { simulationProblemCodes } from './problem-codes/simulation.ts';
import { templateProblemCodes } from './problem-codes/template.ts';
import { yamlProblemCodes } from './problem-codes/yaml.ts';

/** Where in a file something stands. Lines and columns count from 1; columns count UTF-16 units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** How many columns are underlined in the code frame; 1 unless told. */
  readonly length?: number;
}

/** One thing that a user has to mend before anything runs. */
export interface Problem {
  /** Stable and documented, for scripts: a key of `problemCodes`. */
  readonly code: ProblemCode;
  /** One sentence that says what is wrong. Never quotes a value that may be secret. */
  readonly message: string;
  /** What to do about it, with "did you mean" where there is a near name. */
  readonly advice?: string;
  readonly place?: Place;
  /** Of one that stands in no file: about which of the things that were given it is. */
  readonly about?: 'limit' | 'model' | 'playbook';
  /** Where the file is included in which it stands, and that one, up to the outermost file. */
  readonly includedBy?: readonly Place[];
  /** `warning` does not stop the run; `error` unless told. */
  readonly severity?: 'error' | 'warning';
}

/** The same for problems that say one thing at one place. */
export function problemKey({ place, code, message }: Problem): string {
  return `${place?.file}:${place?.line}:${place?.column} ${code} ${message}`;
}

/** Every code that a problem can have, with the meaning that the docs print. */
export const problemCodes = {
  'file-unreadable': 'A file that was named cannot be read.',
  ...yamlProblemCodes,
  ...schemaProblemCodes,
  ...inventoryProblemCodes,
  ...templateProblemCodes,
  ...playbookProblemCodes,
  ...planProblemCodes,
  ...commandLineProblemCodes,
  ...simulationProblemCodes,
} as const;
export type ProblemCode = keyof typeof problemCodes;

/** Does it stop the run? */
export function isError(problem: Problem): boolean {
  return problem.severity !== 'warning';
}

/** Ends the work before any host is contacted: exit code 2. */
export class ProblemsError extends Error {
  override readonly name = 'ProblemsError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join('\n'));
    this.problems = problems;
  }
}
