import { registeredResultTypes } from '../result/registered-result.ts';
import { fieldOf, fieldsOf, type Scope } from '../template/scope.ts';

/** The part of a scope that the references name, with values as CEL takes them. */
export function celContext(
  references: readonly (readonly string[])[],
  scope: Scope,
): Record<string, unknown> {
  const context: Record<string, unknown> = {};
  for (const [name = '', field] of references) {
    const value = fieldOf(scope, name);
    if (value === undefined) continue;
    if (name === 'results') context[name] = mapFields(value, celResult);
    else if (name === 'vars') context[name] = { ...Object(context[name]), ...pickField(value, field) };
    else context[name] = name === 'host' || name === 'run' ? mapFields(value, celValue) : celValue(value);
  }
  return context;
}

/** Hosts have many vars and a condition names few. Without a name (`size(vars)`) it is all of them. */
function pickField(holder: unknown, field: string | undefined): Record<string, unknown> {
  if (field === undefined) return mapFields(holder, celValue);
  const value = fieldOf(holder, field);
  return value === undefined ? {} : { [field]: celValue(value) };
}

function mapFields(holder: unknown, convert: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(fieldsOf(holder).map((field) => [field, convert(fieldOf(holder, field))]));
}

/** A JSON value as CEL takes it: whole numbers are its ints, so that `port + 1` and `port % 2` work. */
function celValue(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(celValue);
  if (typeof value !== 'object' || value === null) return value;
  return new Map(Object.entries(value).map(([key, inner]) => [key, celValue(inner)]));
}

/** A RegisteredResult: each number has the type that was declared, also when a duration is whole. */
function celResult(result: unknown): unknown {
  return Object.fromEntries(
    fieldsOf(result).map((field) => {
      const value = fieldOf(result, field);
      return [field, typesByField[field] === 'double' ? value : celValue(value)];
    }),
  );
}

const typesByField: Readonly<Record<string, string>> = registeredResultTypes;
