import type { ParsedKey } from 'ssh2';
import { TransportError } from '../../errors.ts';
import type { Credential, Endpoint } from '../../transport.ts';
import { placeOf } from '../place.ts';
import { AgentKeys } from './agent-keys.ts';
import { type KeyFiles, readPublicKey } from './key-files.ts';

/** What a login can be proven with, ready for use. */
export type Proof =
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'key'; readonly key: ParsedKey; readonly path: string }
  | { readonly kind: 'agent'; readonly agent: AgentKeys };

export interface Proofs {
  /** In the order of the credentials; at least one. */
  readonly usable: readonly Proof[];
  /** Sentences about key files that cannot be used, where others can. */
  readonly problems: readonly string[];
}

/** Reads the key files. @throws TransportError no_credential, key_unusable when nothing is left to try */
export async function loadProofs(endpoint: Endpoint, keys: KeyFiles): Promise<Proofs> {
  const { credentials } = endpoint;
  const problems = new Map<Credential, string>();
  const loaded = new Map<Credential, Proof>();
  for (const credential of credentials) {
    if (credential.kind !== 'key') continue;
    try {
      const { path, passphrase } = credential;
      loaded.set(credential, { kind: 'key', path, key: await keys.load(path, passphrase) });
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      problems.set(credential, error.message);
    }
  }
  const named = await keysForAgent([...problems.keys()], loaded.size > 0);
  const usable = credentials.flatMap((credential): readonly Proof[] => {
    if (credential.kind === 'password') return [credential];
    const proof = loaded.get(credential);
    if (credential.kind === 'key') return proof === undefined ? [] : [proof];
    return named?.length === 0 ? [] : [{ kind: 'agent', agent: new AgentKeys(credential.socket, named) }];
  });
  if (usable.length > 0) return { usable, problems: [...problems.values()] };
  throw nothingToTry(endpoint, [...problems.values()]);
}

/**
 * Beside named keys an agent is asked for those alone: others would use up the server's patience. Those that were read
 * from their files need no agent. Undefined is all of the agent's, where nothing tells which key was meant.
 */
async function keysForAgent(
  unread: readonly Credential[],
  areOthersRead: boolean,
): Promise<readonly ParsedKey[] | undefined> {
  const keys = await Promise.all(
    unread.map((one) => (one.kind === 'key' ? readPublicKey(one.path) : undefined)),
  );
  const known = keys.filter((key) => key !== undefined);
  return known.length === 0 && !areOthersRead ? undefined : known;
}

function nothingToTry(endpoint: Endpoint, problems: readonly string[]): TransportError {
  const where = `no way to log in to ${placeOf(endpoint)} as ${endpoint.user}`;
  if (problems.length > 0) return new TransportError('key_unusable', `${where}: ${problems.join('; ')}`);
  return new TransportError('no_credential', `${where}: give it a key, a password or an agent`);
}
