import type { Place } from '../document/problem.ts';
import type { Host } from './host/host.ts';

/** All inventories of a run, merged. */
export interface Inventory {
  /** As given on the command line. */
  readonly paths: readonly string[];
  /** In the order of the files. */
  readonly hosts: ReadonlyMap<string, Host>;
  /** With `all`. */
  readonly groups: ReadonlyMap<string, Group>;
}

/** Where none could be read. */
export const noInventory: Inventory = { paths: [], hosts: new Map(), groups: new Map() };

export interface Group {
  readonly name: string;
  /** Its own and those of its children, in the order of the inventory. */
  readonly hosts: readonly string[];
  readonly children: readonly string[];
  readonly place?: Place;
}
