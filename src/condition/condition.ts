import {
  TypeError as CelTypeError,
  EvaluationError,
  ParseError,
  type ParseResult,
} from '@marcbachmann/cel-js';
import { type Problem, ProblemsError } from '../document/problem.ts';
import { isOutput } from '../result/registered-result.ts';
import { RuntimeValueFailure } from '../template/runtime-failure.ts';
import type { Scope } from '../template/scope.ts';
import type { PlaceOf } from '../template/template.ts';
import { celContext } from './cel-context.ts';
import { refuseEmptyNumbers } from './empty-number.ts';
import { environmentOf } from './environment.ts';
import type { ConditionFault } from './fault.ts';
import { type Holder, holdersOf } from './holders.ts';
import { nameFaults } from './name-faults.ts';
import type { ConditionNames } from './names.ts';
import { type NameUse, usesOf } from './references.ts';
import { runtimeSentence } from './runtime-sentence.ts';
import { syntaxFault } from './syntax-fault.ts';
import { resultTypeFault, typeFault } from './type-fault.ts';
import { withinTime } from './within-time.ts';

/** A CEL expression, checked against the names and types of this run, evaluated for many hosts. */
export interface Condition {
  readonly text: string;
  readonly usesFacts: boolean;
  /** It looks at what the attempt or a stage wrote: `result.stdout`. */
  readonly usesOutput: boolean;
  /** It has `has(…)`, and may be true or false without what it names. */
  readonly asksPresence: boolean;
  /** Before the run it cannot be evaluated. */
  readonly needsRun: boolean;
  /** The registers that it looks at. */
  readonly resultNames: readonly string[];
  /** The registers of the stages whose counts it looks at. */
  readonly stageNames: readonly string[];
  /** The names that it uses with the fields behind them: `['vars', 'role']`, `['results', 'install', 'ok']`. */
  readonly references: readonly (readonly string[])[];
  /** Throws a RuntimeValueFailure when a value is absent or of the wrong type for this host. */
  evaluate(scope: Scope): boolean;
}

/** Throws a ProblemsError with all that is wrong. `names` should be one object for many conditions: it is prepared once. */
export function compileCondition(text: string, at: PlaceOf, names: ConditionNames): Condition {
  try {
    return compiled(text, at, names);
  } catch (error) {
    if (error instanceof ParseError) throw problemsError([syntaxFault(text, error)], at);
    if (error instanceof RangeError) throw problemsError([tooLong(text)], at);
    throw error;
  }
}

function compiled(text: string, at: PlaceOf, names: ConditionNames): Condition {
  const environment = environmentOf(names);
  const program = environment.parse(text);
  const uses = usesOf(program.ast);
  const named = nameFaults(uses, names);
  if (named.length > 0) throw problemsError(named, at);
  const checked = program.check();
  if (checked.error) {
    const functions = environment.getDefinitions().functions.map(({ name }) => name);
    throw problemsError([typeFault(text, checked.error, functions)], at);
  }
  const { type = 'dyn' } = checked;
  if (type !== 'bool' && type !== 'dyn') throw problemsError([resultTypeFault(text, type)], at);
  refuseEmptyNumbers(program.ast);
  return new CompiledCondition(text, program, uses, holdersOf(names));
}

/** The stack is full: each term of it is a call within the calls of those before. */
function tooLong(text: string): ConditionFault {
  return {
    code: 'condition-syntax',
    message: 'The condition has too many terms.',
    advice: 'Compare with a list instead: name in [a, b, c].',
    range: { start: 0, end: text.length },
  };
}

class CompiledCondition implements Condition {
  readonly text: string;
  readonly asksPresence: boolean;
  readonly references: readonly (readonly string[])[];
  readonly #program: ParseResult;
  readonly #holders: ReadonlyMap<string, Holder>;

  constructor(
    text: string,
    program: ParseResult,
    uses: readonly NameUse[],
    holders: ReadonlyMap<string, Holder>,
  ) {
    this.text = text;
    this.asksPresence = uses.some(({ isAsked }) => isAsked);
    this.references = uses.map(({ path }) => path);
    this.#program = program;
    this.#holders = holders;
  }

  get usesFacts(): boolean {
    return this.#uses('facts');
  }

  get usesOutput(): boolean {
    return this.references.some(
      ([first, field]) => first === 'result' && (field === undefined || isOutput(field)),
    );
  }

  get needsRun(): boolean {
    return ['results', 'result', 'facts', 'stage', 'stages'].some((name) => this.#uses(name));
  }

  get resultNames(): readonly string[] {
    return this.#namesBehind('results');
  }

  get stageNames(): readonly string[] {
    return this.#namesBehind('stages');
  }

  evaluate(scope: Scope): boolean {
    const value = this.#value(celContext(this.references, scope, this.#holders));
    if (typeof value === 'boolean') return value;
    throw new RuntimeValueFailure(`The condition \`${this.text}\` is neither true nor false for this host.`);
  }

  /** A var may have the name too, where it is not ours. */
  #uses(name: string): boolean {
    return this.#holders.has(name) && this.references.some(([first]) => first === name);
  }

  #namesBehind(holder: string): readonly string[] {
    const names = this.references.flatMap(([first, name]) => (first === holder ? (name ?? []) : []));
    return [...new Set(names)];
  }

  #value(context: Record<string, unknown>): unknown {
    try {
      const evaluate = () => this.#program(context);
      return /\bmatches\b/.test(this.text) ? withinTime(evaluate, this.text) : evaluate();
    } catch (error) {
      if (error instanceof RuntimeValueFailure) throw error;
      throw new RuntimeValueFailure(sentenceOf(this.text, error), { cause: error });
    }
  }
}

/** Functions of cel-js may throw what JavaScript threw at them: `getHours` does at a time zone that there is not. */
function sentenceOf(text: string, error: unknown): string {
  const isOfCel = error instanceof EvaluationError || error instanceof CelTypeError;
  return isOfCel
    ? runtimeSentence(text, error.code, error.range)
    : runtimeSentence(text, 'javascript_error', undefined);
}

function problemsError(faults: readonly ConditionFault[], at: PlaceOf): ProblemsError {
  return new ProblemsError(
    faults.map(
      ({ range, ...fault }): Problem => ({
        ...fault,
        place: at(range.start, Math.max(1, range.end - range.start)),
      }),
    ),
  );
}
