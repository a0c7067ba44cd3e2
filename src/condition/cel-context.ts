import { hostResultTypes } from '../result/stage-counts.ts';
import { fieldOf, fieldsOf, type Scope } from '../template/scope.ts';
import { ResultRow } from './environment.ts';
import type { Holder, Types } from './holders.ts';

/** The part of a scope that the references name, with values as CEL takes them. */
export function celContext(
  references: readonly (readonly string[])[],
  scope: Scope,
  holders: ReadonlyMap<string, Holder>,
): Record<string, unknown> {
  const context: Record<string, unknown> = {};
  for (const [name = '', ...path] of references) {
    const value = fieldOf(scope, name);
    if (value === undefined) continue;
    const holder = name === 'vars' ? varsHolder : holders.get(name);
    context[name] = holder === undefined ? celValue(value) : pick(context[name], value, path, holder);
  }
  return context;
}

const varsHolder: Holder = { kind: 'open' };

/** Hosts have many vars and results, and a condition names few. Without a name (`size(vars)`) it is all of them. */
function pick(picked: unknown, value: unknown, [field, inner]: readonly string[], holder: Holder): object {
  const names = field === undefined ? fieldsOf(value) : [field];
  const there = names.filter((name) => fieldOf(value, name) !== undefined);
  const entries = there.map((name) => [name, converted(fieldOf(value, name), name, inner, holder)] as const);
  return { ...Object(picked), ...mergedEntries(picked, entries) };
}

/** Two references to one register add their fields. */
function mergedEntries(picked: unknown, entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const before = fieldOf(picked, name);
      return [name, isPlain(before) && isPlain(value) ? { ...before, ...value } : value];
    }),
  );
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function converted(value: unknown, name: string, inner: string | undefined, holder: Holder): unknown {
  switch (holder.kind) {
    case 'open':
      return celValue(value);
    case 'fields':
      return typed(value, holder.types[name]);
    case 'registers':
      return typedFields(value, holder.types, inner === undefined ? fieldsOf(value) : [inner]);
  }
}

function typedFields(value: unknown, types: Types, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, typed(fieldOf(value, name), types[name])]));
}

/** Each number has the type that was declared, also when a duration is whole. */
function typed(value: unknown, type: string | undefined): unknown {
  if (type === 'double') return value;
  if (type === 'list<Result>' && Array.isArray(value)) return value.map(row);
  return celValue(value);
}

function row(result: unknown): ResultRow {
  return Object.assign(new ResultRow(), typedFields(result, hostResultTypes, fieldsOf(result)));
}

/** A JSON value as CEL takes it: whole numbers are its ints, so that `port + 1` and `port % 2` work. */
function celValue(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(celValue);
  if (typeof value !== 'object' || value === null) return value;
  return new Map(Object.entries(value).map(([key, inner]) => [key, celValue(inner)]));
}
