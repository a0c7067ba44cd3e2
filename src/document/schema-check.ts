import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { templateKey } from './schema-blocks.ts';
import { matchingBranch } from './schema-branch.ts';
import { describeError, type Fault, isMendedBy } from './schema-fault.ts';
import type { Path } from './yaml.ts';

/** What the schema does not allow in `value`, and the paths of all commands for a shell in it that hold a ` #`. */
export function findFaults(schema: object, value: unknown): { faults: Fault[]; commandPaths: Path[] } {
  const pointers = new Set<string>();
  commandPointers = pointers;
  const faults = check(schema, value, []);
  return { faults, commandPaths: [...pointers].map(steps) };
}

/** Compiled once; a validator is a synchronous function, so its notes can go to a variable of this module. */
const compiled = new WeakMap<object, ValidateFunction>();
let commandPointers: Set<string> | undefined;
const ajv = new Ajv({
  allErrors: true,
  strict: false,
  verbose: true,
  validateSchema: false,
  logger: false,
  code: { optimize: false }, // It would take half the time of a compilation, and V8 does it as well.
});
ajv.addKeyword({
  keyword: templateKey,
  schemaType: 'string',
  errors: false,
  validate(context: string, _data: unknown, _schema?: object, where?: { instancePath: string }) {
    if (context === 'shell' && where) commandPointers?.add(where.instancePath);
    return true;
  },
});

function check(schema: object, value: unknown, path: Path): Fault[] {
  const validate = compile(schema);
  const isValid = validate(value);
  commandPointers = undefined; // Branches that are looked at again have pointers of their own.
  if (isValid) return [];
  const errors = (validate.errors ?? []).filter(({ keyword, propertyName }) => isOwn(keyword, propertyName));
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  const isInside = (error: ErrorObject) => unions.some((union) => union !== error && holds(union, error));
  const faults = errors
    .filter((error) => !isInside(error))
    .flatMap((error) => {
      const at = [...path, ...steps(error.instancePath)];
      return unions.includes(error) ? unionFaults(error, at) : [describeError(error, at)];
    });
  return faults.filter((fault) => !faults.some((other) => isMendedBy(fault, other)));
}

function compile(schema: object): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  const validate = ajv.compile(schema);
  compiled.set(schema, validate);
  return validate;
}

/** `propertyNames` is told as itself, without what was wrong with the name in detail. */
function isOwn(keyword: string, propertyName: string | undefined): boolean {
  return (propertyName === undefined || keyword === 'propertyNames') && keyword !== 'if';
}

function holds(union: ErrorObject, inner: ErrorObject): boolean {
  const isBelow =
    inner.instancePath === union.instancePath || inner.instancePath.startsWith(`${union.instancePath}/`);
  return isBelow && (inner.schemaPath.startsWith(`${union.schemaPath}/`) || isOfReference(union, inner));
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
  return faults.length > 0 ? faults : [describeError(union, path)];
}

/** The steps of a JSON pointer (RFC 6901). */
function steps(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
