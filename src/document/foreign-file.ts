/** What people name by mistake where a file of ours is wanted, for a sentence; undefined when it shows nothing of that. */
export function foreignFile(value: object): string | undefined {
  const has = (...keys: readonly string[]) => keys.every((key) => Object.hasOwn(value, key));
  if (has('service', 'servers')) return 'a configuration of Kamal';
  if (has('apiVersion', 'kind')) return 'a manifest of Kubernetes';
  if (has('on', 'jobs')) return 'a workflow of GitHub';
  if (has('services')) return 'a file of Docker Compose';
  return undefined;
}

/** `the keys a, b, c and 4 more`. What could hold a password is not repeated. */
export function keysOf(value: object): string {
  const keys = Object.keys(value);
  const shown = keys.filter((key) => /^[\w.-]{1,40}$/.test(key)).slice(0, 3);
  const more = keys.length - shown.length;
  if (shown.length === 0) return 'other keys';
  const list = shown.join(', ');
  if (keys.length === 1) return `the key ${list}`;
  return more === 0 ? `the keys ${list}` : `the keys ${list} and ${more} more`;
}
