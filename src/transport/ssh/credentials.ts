import type { ParsedKey } from 'ssh2';
import { TransportError } from '../errors.ts';
import type { Credential, Endpoint } from '../transport.ts';
import { AgentKeys } from './agent-keys.ts';
import type { KeyFiles } from './key-files.ts';
import { placeOf } from './place.ts';

/** What a login can be proven with, ready for use. */
export type Proof =
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'key'; readonly key: ParsedKey; readonly path: string }
  | { readonly kind: 'agent'; readonly agent: AgentKeys };

export interface Proofs {
  /** In the order of the credentials; at least one. */
  readonly usable: readonly Proof[];
  /** Sentences about key files that can not be used, where others can. */
  readonly problems: readonly string[];
}

/** Reads the key files. @throws TransportError no_credential, key_unusable when nothing is left to try */
export async function loadProofs(endpoint: Endpoint, keys: KeyFiles): Promise<Proofs> {
  const usable: Proof[] = [];
  const failures: TransportError[] = [];
  for (const credential of endpoint.credentials) {
    try {
      usable.push(await loadProof(credential, keys));
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      failures.push(error);
    }
  }
  const problems = failures.map(({ message }) => message);
  if (usable.length > 0) return { usable, problems };
  const where = `no way to log in to ${placeOf(endpoint)} as ${endpoint.user}`;
  if (problems.length > 0) throw new TransportError('key_unusable', `${where}: ${problems.join('; ')}`);
  throw new TransportError('no_credential', `${where}: give it a key, a password or an agent`);
}

async function loadProof(credential: Credential, keys: KeyFiles): Promise<Proof> {
  switch (credential.kind) {
    case 'password':
      return credential;
    case 'key': {
      const { path, passphrase } = credential;
      return { kind: 'key', path, key: await keys.load(path, passphrase) };
    }
    case 'agent':
      return { kind: 'agent', agent: new AgentKeys(credential.socket) };
  }
}
