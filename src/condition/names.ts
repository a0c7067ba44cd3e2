import type { Value, Vars } from '../inventory/host/host.ts';
import { isReserved } from '../template/scope.ts';

/** What a condition may name, known before the run. */
export interface ConditionNames {
  /** Every var that any of the hosts has. */
  readonly vars: Readonly<Record<string, VarType>>;
  /** The registers of the stages before it. */
  readonly results: readonly string[];
  readonly hasFacts: boolean;
  /** What to say of a register that is not among `results`, where more is known of it. */
  readonly whyUnknown?: (
    register: string,
  ) => { readonly message: string; readonly advice: string } | undefined;
  /** It looks at an attempt that has just ended, as `result`. */
  readonly hasResult?: boolean;
  /** It judges the fleet and sees no host: the registers of the stages that it may name. */
  readonly judges?: readonly string[];
  /** It judges no stage in particular: there is no `stage`, and `results` are those of stages that ran on no host. */
  readonly isOfNoStage?: boolean;
}

/** Types of CEL. `dyn`: hosts differ, or it is null somewhere, so it is only looked at while evaluating. */
export type VarType = 'string' | 'int' | 'double' | 'bool' | 'list' | 'map' | 'dyn';

/** The type of each var over all hosts. */
export function typesOfVars(hosts: Iterable<Vars>): Record<string, VarType> {
  const types: Record<string, VarType> = {};
  const seen = new Set<Vars>();
  for (const vars of hosts) {
    if (seen.has(vars)) continue;
    seen.add(vars);
    for (const [name, value] of Object.entries(vars)) {
      const type = typeOf(value);
      types[name] = !Object.hasOwn(types, name) || types[name] === type ? type : 'dyn';
    }
  }
  return types;
}

function typeOf(value: Value): VarType {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isSafeInteger(value) ? 'int' : 'double';
    default:
      if (value === null) return 'dyn';
      return Array.isArray(value) ? 'list' : 'map';
  }
}

/** A name that means something of ours in some condition, whatever vars there are. */
export function isOurs(name: string): boolean {
  return isReserved(name) || ['result', 'stage', 'stages'].includes(name);
}
