/** A field of ssh2 that its types do not name; undefined where it is called otherwise. */
export function privateField(owner: unknown, name: string): unknown {
  return typeof owner === 'object' && owner !== null ? Reflect.get(owner, name) : undefined;
}
