import { Environment } from '@marcbachmann/cel-js';
import { registeredResultTypes } from '../result/registered-result.ts';
import { hostScopeTypes } from '../template/host-scope.ts';
import type { ConditionNames } from './names.ts';

const known = new WeakMap<ConditionNames, Environment>();

/** The CEL environment that declares the names; made once for each. */
export function environmentOf(names: ConditionNames): Environment {
  const made = known.get(names) ?? makeEnvironment(names);
  known.set(names, made);
  return made;
}

/** The names that always win over a var. */
export const reservedNames = ['vars', 'host', 'results', 'facts', 'run'] as const;

function makeEnvironment({ vars, results, hasFacts }: ConditionNames): Environment {
  const environment = new Environment({ homogeneousAggregateLiterals: false });
  withMixedNumbers(environment);
  environment.registerVariable({ name: 'vars', schema: { ...vars } });
  environment.registerVariable({ name: 'host', schema: { ...hostScopeTypes } });
  const results_ = Object.fromEntries(results.map((name) => [name, { ...registeredResultTypes }]));
  environment.registerVariable({ name: 'results', schema: results_ });
  if (hasFacts) environment.registerVariable('facts', 'map<string, dyn>');
  environment.registerVariable('run', 'map<string, dyn>');
  for (const [name, type] of Object.entries(vars)) {
    if (isBareName(name)) registerIfFree(environment, name, type);
  }
  return environment;
}

function isBareName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !reservedNames.some((reserved) => reserved === name);
}

/** A var named as a type or a keyword of CEL (`int`, `for`) is reached as `vars.int` only. */
function registerIfFree(environment: Environment, name: string, type: string): void {
  try {
    environment.registerVariable(name, type);
  } catch {
    // CEL has no list of what it reserves; it says so here.
  }
}

/** CEL compares int with double but not `==` and not in arithmetic; JSON knows only numbers, so here they mix. */
function withMixedNumbers(environment: Environment): void {
  environment.registerOperator('double == int', (a: number, b: bigint) => a === Number(b));
  for (const [sign, compute] of Object.entries(arithmetic)) {
    environment.registerOperator(`double ${sign} int`, (a: number, b: bigint) => compute(a, Number(b)));
    environment.registerOperator(`int ${sign} double`, (a: bigint, b: number) => compute(Number(a), b));
  }
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};
