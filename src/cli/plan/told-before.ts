import { isError, type Problem } from '../../document/problem.ts';

/** What is wrong with a text itself makes it look wrong for the hosts as well; where YAML is wrong, the whole line. */
export function isTold({ place }: Problem, before: readonly Problem[]): boolean {
  if (place === undefined) return false;
  return before.some(
    (other) =>
      isError(other) &&
      other.place?.file === place.file &&
      other.place.line === place.line &&
      (other.place.column === place.column || fillingCodes.has(other.code)),
  );
}

/** Something else stands for a while where YAML could not be read. */
const fillingCodes: ReadonlySet<Problem['code']> = new Set([
  'yaml-syntax',
  'yaml-tab-indent',
  'yaml-unknown-alias',
  'yaml-unknown-tag',
  'yaml-unquoted-template',
]);
