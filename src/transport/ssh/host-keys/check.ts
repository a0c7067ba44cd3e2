import { TransportError } from '../../errors.ts';
import type { Endpoint } from '../../transport.ts';
import { findHostKey, type KnownLines, knownKeyTypes } from './finding.ts';
import { type HostKey, readHostKey } from './host-key.ts';
import type { KnownHostsFiles } from './known-hosts-files.ts';
import { changedKey, otherKeyAtRekey, revokedKey, unknownKey } from './refusal.ts';

/** Judges the key of one host, at login and at each rekey. */
export class HostKeyCheck {
  /** Known types of key, to be asked for first. */
  readonly keyTypes: ReadonlySet<string>;
  readonly #endpoint: Endpoint;
  readonly #paths: readonly string[];
  readonly #files: KnownHostsFiles;
  readonly #known: KnownLines;
  #shown: HostKey | undefined;

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
    if (this.#shown === undefined) {
      this.#shown = key;
      return this.#judge(key, this.#known);
    }
    // A rekey: we ask for the same types in the same order, so a host that is the same shows the same key.
    return this.#shown.key === key.key ? undefined : otherKeyAtRekey(this.#endpoint, this.#shown, key);
  }

  /**
   * Writes down a new key that was accepted. To be called when the host has proven that the key is its own, which is
   * after ssh2 asked for the refusal, and before any credential leaves.
   * @throws TransportError known_hosts_unusable, or hostkey_changed when another login was shown another new key meanwhile
   */
  async remember(): Promise<void> {
    const key = this.#shown;
    const isNew = key !== undefined && findHostKey(this.#known, key).kind === 'unknown';
    if (!isNew || this.#endpoint.hostKeys !== 'accept-new') return;
    const [path] = this.#paths;
    if (path === undefined) {
      throw new TransportError('known_hosts_unusable', 'there is no known_hosts file to write to');
    }
    await this.#files.inTurn(this.#endpoint, async () => {
      const known = await this.#files.look(this.#paths, this.#endpoint);
      const refusal = this.#judge(key, known);
      if (refusal !== undefined) throw refusal;
      if (findHostKey(known, key).kind === 'unknown') await this.#files.remember(path, this.#endpoint, key);
    });
  }

  #judge(key: HostKey, known: KnownLines): TransportError | undefined {
    const finding = findHostKey(known, key);
    if (finding.kind === 'revoked') return revokedKey(this.#endpoint, key, finding.line);
    if (finding.kind === 'known' || this.#endpoint.hostKeys === 'off') return;
    if (finding.kind === 'changed') return changedKey(this.#endpoint, key, finding.lines);
    if (this.#endpoint.hostKeys === 'accept-new') return;
    return unknownKey(this.#endpoint, key, this.#paths[0] ?? '', finding.authorities);
  }
}
