import { Environment } from '@marcbachmann/cel-js';
import { hostResultTypes } from '../result/stage-counts.ts';
import { isReserved } from '../template/scope.ts';
import { type Holder, holdersOf } from './holders.ts';
import type { ConditionNames } from './names.ts';

const known = new WeakMap<ConditionNames, Environment>();

/** The CEL environment that declares the names; made once for each. */
export function environmentOf(names: ConditionNames): Environment {
  const made = known.get(names) ?? makeEnvironment(names);
  known.set(names, made);
  return made;
}

/** A result in a list of them; CEL knows its type by its class. */
export class ResultRow {}

function makeEnvironment(names: ConditionNames): Environment {
  const environment = new Environment({ homogeneousAggregateLiterals: false });
  withMixedNumbers(environment);
  environment.registerType('Result', { ctor: ResultRow, fields: { ...hostResultTypes } });
  environment.registerVariable({ name: 'vars', schema: { ...names.vars } });
  const holders = holdersOf(names);
  for (const [name, holder] of holders) registerHolder(environment, name, holder);
  for (const [name, type] of Object.entries(names.vars)) {
    const isOurs = isReserved(name) || holders.has(name);
    if (isName(name) && !isOurs) registerIfFree(environment, name, type);
  }
  return environment;
}

function registerHolder(environment: Environment, name: string, holder: Holder): void {
  switch (holder.kind) {
    case 'open':
      environment.registerVariable(name, 'map<string, dyn>');
      return;
    case 'fields':
      environment.registerVariable({ name, schema: { ...holder.types } });
      return;
    case 'registers': {
      const schemas = holder.registers.filter(isName).map((register) => [register, { ...holder.types }]);
      environment.registerVariable({ name, schema: Object.fromEntries(schemas) });
    }
  }
}

/** A register or a var of another form has been told, or is reached as `vars["…"]` only. */
function isName(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text);
}

/** A var named as a type or a keyword of CEL (`int`, `for`) is reached as `vars.int` only. */
function registerIfFree(environment: Environment, name: string, type: string): void {
  try {
    environment.registerVariable(name, type);
  } catch {
    // CEL has no list of what it reserves; it says so here.
  }
}

/**
 * CEL compares int with double but not `==` and not in arithmetic; JSON knows only numbers, so here they mix. What they make is
 * named: without that cel-js takes the type on the left, and compares a fraction as a whole number.
 */
function withMixedNumbers(environment: Environment): void {
  environment.registerOperator('double == int', (a: number, b: bigint) => a === Number(b));
  for (const [sign, compute] of Object.entries(arithmetic)) {
    environment.registerOperator(`double ${sign} int: double`, (a: number, b: bigint) =>
      compute(a, Number(b)),
    );
    environment.registerOperator(`int ${sign} double: double`, (a: bigint, b: number) =>
      compute(Number(a), b),
    );
  }
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};
