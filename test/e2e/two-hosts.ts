import { afterAll, beforeAll } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { type CliEnd, makeWorkplace, type Workplace } from '../fleet/run-cli.ts';

export interface TwoHosts {
  readonly hosts: Hosts;
  readonly place: Workplace;
  /** Runs stages on both hosts. */
  run(
    stages: string,
    more?: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<CliEnd & { readonly all: string }>;
}

/** m1 and m2 for all tests of a file, and a directory that has them as its inventory. `top` is lines of each playbook. */
export function useTwoHosts(top = ''): TwoHosts {
  let hosts: Hosts;
  let place: Workplace;
  beforeAll(async () => {
    hosts = await startHosts(['m1', 'm2']);
    place = await makeWorkplace();
    await place.write('inventory.yml', inventoryOf(hosts, { defaults: { user: 'deploy' } }));
  });
  afterAll(async () => {
    await hosts[Symbol.asyncDispose]();
    await place[Symbol.asyncDispose]();
  });
  return {
    get hosts() {
      return hosts;
    },
    get place() {
      return place;
    },
    async run(stages, more = [], env = {}) {
      await place.write('playbook.yml', `hosts: all\n${top}stages:\n${stages}`);
      const end = await place.run(['playbook.yml', '-i', 'inventory.yml', ...more], { env });
      return { ...end, all: end.stdout + end.stderr };
    },
  };
}
