import { isAlias, isMap, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml';

/** `{{ v }}` is a map in a map: one key, which is a map of one key without a value. */
export function isTemplate(node: YAMLMap): boolean {
  const [outer, ...more] = node.items;
  if (!node.flow || !outer || more.length > 0 || outer.value !== null || !isMap(outer.key)) return false;
  return outer.key.items.every(({ value }) => value === null);
}

/** The merge key of YAML 1.1, which users of other tools know. */
export function isMerge({ key, value }: Pair<unknown, unknown>): boolean {
  return (
    isScalar(key) &&
    key.value === '<<' &&
    key.type === 'PLAIN' &&
    (isAlias(value) || isMap(value) || isSeq(value))
  );
}

/** Is the key text for YAML too? */
export function isTextKey({ key }: Pair<unknown, unknown>): boolean {
  return isScalar(key) && typeof key.value === 'string';
}
