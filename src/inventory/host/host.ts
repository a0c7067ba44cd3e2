import type { Place } from '../../document/problem.ts';
import type { SecretSource } from '../../secret/source.ts';
import type { BecomeMethod } from '../../shell/become/method.ts';
import type { HostKeyPolicy } from '../../transport/transport.ts';

/** A host as the inventories describe it, with defaults and groups already merged in. */
export interface Host {
  readonly name: string;
  /** All groups that hold it, outer before inner, `all` first. */
  readonly groups: readonly string[];
  readonly settings: ConnectionSettings;
  readonly vars: Vars;
  /** Values of its vars that came from encrypted files, and passwords that are overridden: masked in all that is written. */
  readonly secretTexts?: readonly string[];
  /** Where each var and each setting came from, for `inventory --explain`; settings as `settings.port`. */
  readonly origins: ReadonlyMap<string, Origin>;
  readonly place?: Place;
}

/** How to log in. Paths are absolute. */
export interface ConnectionSettings {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly password?: SecretSource;
  readonly key?: string;
  readonly passphrase?: SecretSource;
  /** The path of an agent's socket; `true` in the file means `SSH_AUTH_SOCK`. */
  readonly agent?: string;
  readonly become?: BecomeSettings;
  /** The name of another host of the inventory. */
  readonly jump?: string;
  readonly hostKeys: HostKeyPolicy;
  /** The files to look in; empty means the user's own and the system's. */
  readonly knownHosts: readonly string[];
}

export interface BecomeSettings {
  readonly method: BecomeMethod;
  /** `root` unless told. */
  readonly user: string;
  readonly password?: SecretSource;
}

/** What JSON can say. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type Vars = Readonly<Record<string, Value>>;

/** The layer that a value came from, and its line. */
export interface Origin {
  readonly layer: 'built-in' | 'defaults' | 'group' | 'host' | 'playbook' | 'stage' | 'extra';
  /** The group's or file's name where the layer has one. */
  readonly name?: string;
  readonly place?: Place;
}
