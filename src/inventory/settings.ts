import { isAbsolute, join } from 'node:path/posix';
import type { SecretSource } from '../secret/source.ts';
import type { BecomeMethod } from '../shell/become/method.ts';
import type { HostKeyPolicy } from '../transport/transport.ts';
import type { BecomeSettings } from './host/host.ts';
import type { PartialSettings } from './merge/layer.ts';

/** The connection keys of a YAML inventory, as the schema has checked them. */
export interface WrittenSettings {
  readonly address?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: WrittenSecret;
  readonly key?: string;
  readonly passphrase?: WrittenSecret;
  readonly agent?: string | boolean;
  readonly become?: {
    readonly method?: BecomeMethod;
    readonly user?: string;
    readonly password?: WrittenSecret;
  };
  readonly jump?: string;
  readonly 'known-hosts'?: string | readonly string[];
  readonly 'host-keys'?: HostKeyPolicy;
}

export type WrittenSecret = string | Exclude<SecretSource, { readonly plain: string }>;

/** Makes paths absolute that are written relative to a file or to the home directory. */
export type PathMaker = (path: string) => string;

export function pathMaker(directory: string, home: string): PathMaker {
  return (path) => {
    if (path === '~' || path.startsWith('~/')) return join(home, path.slice(1));
    return isAbsolute(path) ? path : join(directory, path);
  };
}

export function readSettings(written: WrittenSettings, absolute: PathMaker): PartialSettings {
  const { address, port, user, password, key, passphrase, agent, become, jump } = written;
  const knownHosts = written['known-hosts'];
  const hostKeys = written['host-keys'];
  return {
    ...(address !== undefined && { address: withoutBrackets(address) }),
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password: readSecret(password, absolute) }),
    ...(key !== undefined && { key: absolute(key) }),
    ...(passphrase !== undefined && { passphrase: readSecret(passphrase, absolute) }),
    ...(agent !== undefined && { agent: typeof agent === 'string' ? absolute(agent) : agent }),
    ...(become !== undefined && { become: readBecome(become, absolute) }),
    ...(jump !== undefined && { jump }),
    ...(knownHosts !== undefined && { knownHosts: [knownHosts].flat().map(absolute) }),
    ...(hostKeys !== undefined && { hostKeys }),
  };
}

/** An IPv6 address may stand in brackets, as in a URL. */
export function withoutBrackets(address: string): string {
  return /^\[([\da-fA-F:.]*:[\da-fA-F:.]*(?:%[\w.-]+)?)\]$/.exec(address)?.[1] ?? address;
}

function readBecome(
  { method, user, password }: NonNullable<WrittenSettings['become']>,
  absolute: PathMaker,
): Partial<BecomeSettings> {
  return {
    ...(method !== undefined && { method }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password: readSecret(password, absolute) }),
  };
}

function readSecret(written: WrittenSecret, absolute: PathMaker): SecretSource {
  if (typeof written === 'string') return { plain: written };
  return 'file' in written ? { file: absolute(written.file) } : written;
}
