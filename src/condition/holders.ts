import { factFields } from '../result/facts.ts';
import { registeredResultTypes } from '../result/registered-result.ts';
import { stageCountFields } from '../result/stage-counts.ts';
import { hostScopeTypes } from '../template/host-scope.ts';
import type { ConditionNames } from './names.ts';

/** A name of ours that stands before a dot, with the CEL types of what may follow. */
export type Holder =
  /** `host.name` */
  | { readonly kind: 'fields'; readonly types: Types }
  /** `results.NAME.ok` */
  | { readonly kind: 'registers'; readonly registers: readonly string[]; readonly types: Types }
  /** Anything may follow. */
  | { readonly kind: 'open' };

export type Types = Readonly<Record<string, string>>;

const factTypes: Types = typesOf(factFields);
const countTypes: Types = typesOf(stageCountFields);

function typesOf(fields: Readonly<Record<string, { readonly type: string }>>): Types {
  return Object.fromEntries(Object.entries(fields).map(([name, { type }]) => [name, type]));
}

/** What a condition may name beside variables. An assert sees stages, every other condition sees a host. */
export function holdersOf(names: ConditionNames): ReadonlyMap<string, Holder> {
  const known = made.get(names) ?? new Map(Object.entries(makeHolders(names)));
  made.set(names, known);
  return known;
}

const made = new WeakMap<ConditionNames, ReadonlyMap<string, Holder>>();

function makeHolders({
  results,
  hasFacts,
  hasResult,
  judges,
  isOfNoStage,
}: ConditionNames): Record<string, Holder> {
  if (judges !== undefined) {
    return {
      ...(isOfNoStage
        ? { results: { kind: 'registers', registers: results, types: registeredResultTypes } }
        : { stage: { kind: 'fields', types: countTypes } }),
      stages: { kind: 'registers', registers: judges, types: countTypes },
    };
  }
  return {
    host: { kind: 'fields', types: hostScopeTypes },
    results: { kind: 'registers', registers: results, types: registeredResultTypes },
    ...(hasFacts && { facts: { kind: 'fields', types: factTypes } }),
    ...(hasResult === true && { result: { kind: 'fields', types: registeredResultTypes } }),
    run: { kind: 'open' },
  };
}
