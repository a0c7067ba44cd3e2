import type { TellMade } from '../secret/made-text.ts';

/** Where a scope says who is told of the texts that helpers make. No template can name it. */
export const onMade: unique symbol = Symbol('onMade');

/** Vars by name, plus the reserved names `vars`, `host`, `results`, `facts`, `run`. */
export interface Scope {
  readonly [name: string]: unknown;
  readonly [onMade]?: TellMade;
}

/** What a step into a value finds. Only own properties count: `constructor` is no field of a map. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  // Own, and a list's `length` is no item of it.
  return Array.isArray(value) && name === 'length'
    ? undefined
    : (value as Readonly<Record<string, unknown>>)[name];
}

/** The names that a step could have taken. */
export function fieldsOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

const reserved: ReadonlySet<string> = new Set(['vars', 'host', 'results', 'facts', 'run']);

/** A var of such a name is only reached as `vars.<name>`. */
export function isReserved(name: string): boolean {
  return reserved.has(name);
}
