import { TransportError } from '../errors.ts';
import type { Endpoint } from '../transport.ts';
import { type HostKey, readHostKey } from './host-key.ts';
import { findHostKey, type KnownLines, knownKeyTypes } from './host-key-finding.ts';
import { changedKey, revokedKey, unknownKey } from './host-key-refusal.ts';
import type { KnownHostsFiles } from './known-hosts-files.ts';

/** Judges the key of one host, at login and at each rekey. */
export class HostKeyCheck {
  /** Known types of key, to be asked for first. */
  readonly keyTypes: ReadonlySet<string>;
  readonly #endpoint: Endpoint;
  readonly #paths: readonly string[];
  readonly #files: KnownHostsFiles;
  readonly #known: KnownLines;
  #accepted: HostKey | undefined;

  private constructor(
    endpoint: Endpoint,
    paths: readonly string[],
    files: KnownHostsFiles,
    known: KnownLines,
  ) {
    this.#endpoint = endpoint;
    this.#paths = paths;
    this.#files = files;
    this.#known = known;
    this.keyTypes = knownKeyTypes(known);
  }

  /** @throws TransportError known_hosts_unusable, unless any key will do */
  static async prepare(
    endpoint: Endpoint,
    defaultPaths: readonly string[],
    files: KnownHostsFiles,
  ): Promise<HostKeyCheck> {
    const paths = endpoint.knownHosts.length > 0 ? endpoint.knownHosts : defaultPaths;
    const known = await files.look(paths, endpoint).catch((error: unknown) => {
      if (endpoint.hostKeys === 'off') return { exact: [], portless: [] };
      throw error;
    });
    return new HostKeyCheck(endpoint, paths, files, known);
  }

  /** Undefined when the key is good, else why not. Does not wait for anything: ssh2 asks in the middle of a packet. */
  refusal(blob: Buffer): TransportError | undefined {
    const key = readHostKey(blob);
    const finding = findHostKey(this.#known, key);
    if (finding.kind === 'revoked') return revokedKey(this.#endpoint, key, finding.line);
    if (finding.kind === 'known' || this.#endpoint.hostKeys === 'off') return;
    if (finding.kind === 'changed') return changedKey(this.#endpoint, key, finding.lines);
    if (this.#endpoint.hostKeys === 'strict') {
      return unknownKey(this.#endpoint, key, this.#paths[0] ?? '', finding.authorities);
    }
    if (this.#accepted !== undefined && this.#accepted.key !== key.key) {
      return changedKey(this.#endpoint, key, []);
    }
    this.#accepted = key;
    return;
  }

  /**
   * Writes down a new key that was accepted. To be called when the host has proven that the key is its own, which is
   * after ssh2 asked for the refusal, and before any credential leaves.
   */
  async remember(): Promise<void> {
    const [path] = this.#paths;
    if (this.#accepted === undefined) return;
    if (path === undefined)
      throw new TransportError('known_hosts_unusable', 'there is no known_hosts file to write to');
    const { exact } = await this.#files.look([path], this.#endpoint);
    const key = this.#accepted.key;
    if (exact.some((line) => line.key === key)) return;
    await this.#files.remember(path, this.#endpoint, this.#accepted);
  }
}
