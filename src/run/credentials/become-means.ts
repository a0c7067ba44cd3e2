import type { Host } from '../../inventory/host/host.ts';
import type { SecretSource } from '../../secret/source.ts';
import type { BecomeMethod } from '../../shell/become/method.ts';

/** How the one who logs in to a host becomes another user there. */
export interface BecomeMeans {
  readonly method: BecomeMethod;
  /** Who logs in. */
  readonly loginUser: string;
  readonly password?: string;
}

export interface BecomeParts {
  readonly hosts: ReadonlyMap<string, Host>;
  /** The text of a secret; rejects when it is not to be had. */
  readonly resolve: (source: SecretSource) => Promise<string>;
}

export async function makeBecomeMeans(name: string, { hosts, resolve }: BecomeParts): Promise<BecomeMeans> {
  const host = hosts.get(name);
  if (host === undefined) throw new Error(`the plan has a host that the inventory lacks: ${name}`);
  const { user: loginUser, become } = host.settings;
  const { method = 'sudo', password } = become ?? {};
  return { method, loginUser, ...(password !== undefined && { password: await resolve(password) }) };
}
