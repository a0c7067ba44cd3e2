import type { Host } from '../inventory/host/host.ts';

/** A host as templates and conditions see it, under `host`. The docs print these fields. */
export interface HostScope {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly groups: readonly string[];
}

/** The CEL type of each field, for the check of conditions before the run. */
export const hostScopeTypes = {
  name: 'string',
  address: 'string',
  port: 'int',
  user: 'string',
  groups: 'list<string>',
} as const satisfies Record<keyof HostScope, string>;

export function hostScope({ name, groups, settings: { address, port, user } }: Host): HostScope {
  return { name, address, port, user, groups };
}
