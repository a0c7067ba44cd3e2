import type { ErrorObject } from 'ajv';
import type { Path } from '../yaml/yaml.ts';
import { matchingBranch, type SchemaFacts } from './branch.ts';
import { describeError, type Fault, withoutMended } from './fault.ts';
import { validatorOf } from './validator.ts';

/** What the schema does not allow in `value`. */
export function findFaults(schema: object, value: unknown): Fault[] {
  return check(schema, value, []);
}

function check(schema: object, value: unknown, path: Path): Fault[] {
  const validate = validatorOf(schema);
  if (validate(value)) return [];
  const errors = (validate.errors ?? []).filter(({ keyword, propertyName }) => isOwn(keyword, propertyName));
  const unions = Map.groupBy(errors.filter(isUnion), ({ instancePath }) => instancePath);
  const isInside = (error: ErrorObject) =>
    pathsTo(error.instancePath).some((above) =>
      unions.get(above)?.some((union) => union !== error && holds(union, error)),
    );
  const faults = errors
    .filter((error) => !isInside(error))
    .flatMap((error) => {
      const at = [...path, ...steps(error.instancePath)];
      return isUnion(error) ? unionFaults(error, at) : [describeError(error, at)];
    });
  return withoutMended(faults);
}

function isUnion({ keyword }: ErrorObject): boolean {
  return keyword === 'anyOf' || keyword === 'oneOf';
}

/** A JSON pointer, and each that it goes through. */
function pathsTo(pointer: string): string[] {
  const slashes = [...pointer.matchAll(/\//g)];
  return [...slashes.map(({ index }) => pointer.slice(0, index)), pointer];
}

/** `propertyNames` is told as itself, without what was wrong with the name in detail. */
function isOwn(keyword: string, propertyName: string | undefined): boolean {
  return (propertyName === undefined || keyword === 'propertyNames') && keyword !== 'if';
}

/** `inner` is at the place of the union, or below it. */
function holds(union: ErrorObject, inner: ErrorObject): boolean {
  return inner.schemaPath.startsWith(`${union.schemaPath}/`) || isOfReference(union, inner);
}

/** A branch that is a `$ref` reports under the path of what it refers to. */
function isOfReference(union: ErrorObject, inner: ErrorObject): boolean {
  const branches: unknown = union.schema;
  if (!Array.isArray(branches)) return false;
  return branches.some(
    ({ $ref }: { $ref?: unknown }) =>
      typeof $ref === 'string' &&
      inner.schemaPath.startsWith($ref) &&
      inner.instancePath !== union.instancePath,
  );
}

/** Only what is wrong with the branch that was most likely meant. */
function unionFaults(union: ErrorObject, path: Path): Fault[] {
  if (union.parentSchema?.['x-type'] !== undefined) return [describeError(union, path)];
  const branch = matchingBranch(union.schema, union.data);
  const faults = branch === undefined ? [] : check(branch, union.data, path);
  if (branch === undefined || faults.length === 0) return [describeError(union, path)];
  return faults.map((fault) => withChoice(fault, union, { branch, path }));
}

/** A key in the place of the one that tells what is meant: which ones could stand there, the other branches know too. */
function withChoice(
  fault: Fault,
  { parentSchema, data }: ErrorObject,
  { branch, path }: { readonly branch: SchemaFacts; readonly path: Path },
): Fault {
  const advice: unknown = parentSchema?.['x-advice'];
  const isWhole = branch.required?.every((key) => Object.hasOwn(Object(data), key)) ?? true;
  if (typeof advice !== 'string' || isWhole || fault.code !== 'unknown-key') return fault;
  if (fault.path.length !== path.length + 1) return fault;
  return { ...fault, advice: fault.meant === undefined ? advice : `Did you mean ${fault.meant}? ${advice}` };
}

/** The steps of a JSON pointer (RFC 6901). */
function steps(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
