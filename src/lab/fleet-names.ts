/** The hosts of a lab by group, in the order of the inventory. */
export interface FleetNames {
  readonly managers: readonly string[];
  readonly workers: readonly string[];
}

/**
 * `16` gives the managers m1 to m3 and the workers w1 to w13. Of given names, m1, m2, … are managers and all others workers.
 * @throws RangeError when there is no host, or a name could not be a directory
 */
export function fleetNames(hosts: number | readonly string[]): FleetNames {
  const names = typeof hosts === 'number' ? countedNames(hosts) : hosts;
  if (names.length === 0) throw new RangeError('a lab needs at least one host');
  const strange = names.find((name) => !/^[a-z][a-z0-9-]{0,62}$/.test(name));
  if (strange !== undefined) {
    throw new RangeError(
      `"${strange}" cannot be the name of a lab host: use small letters, digits and hyphens`,
    );
  }
  if (new Set(names).size < names.length) throw new RangeError('two hosts of the lab have the same name');
  return {
    managers: names.filter((name) => isManager(name)),
    workers: names.filter((name) => !isManager(name)),
  };
}

function countedNames(count: number): string[] {
  const managerCount = count < 5 ? 1 : 3;
  return Array.from({ length: count }, (_, index) =>
    index < managerCount ? `m${index + 1}` : `w${index - managerCount + 1}`,
  );
}

function isManager(name: string): boolean {
  return /^m\d+$/.test(name);
}
