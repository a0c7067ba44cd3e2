import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, mergeAccounts, writeAccounts } from './accounts.ts';
import { type Ended, HostProcess } from './host-process.ts';
import { type ClientKeys, type KeyFile, type KeyType, makeKey, putClientKeys } from './keys.ts';
import { claimLoopback, type LoopbackClaim } from './loopback.ts';
import { makeOwnedDirectory } from './owned-directory.ts';
import { mostAddresses, sshdConfig } from './sshd-config.ts';

export interface SshdOptions {
  /** How many addresses of 127.0.0.0/8 it listens on, each as one host to us; 1 unless told. */
  readonly addresses?: number;
  /** 2222 unless told, as the machine may have an sshd of its own at 22. */
  readonly port?: number;
  /** One host key of each type; ed25519 alone unless told. */
  readonly keyTypes?: readonly KeyType[];
  /** Instead of, by name, or beside the standard ones. */
  readonly accounts?: readonly Account[];
  /**
   * Lines of sshd_config(5), `Match` blocks last. They win over ours, which are sshd's defaults apart from
   * `UsePAM no`, `KbdInteractiveAuthentication no` (needs `UsePAM yes`), `PermitRootLogin yes`, `UseDNS no`, an internal sftp,
   * and a TMPDIR of its own.
   */
  readonly config?: readonly string[];
}

/**
 * Starts a real OpenSSH server as a small host: own processes, own `/etc` with own users, own `/run`, homes and TMPDIR in a
 * temporary directory; all other files are the machine's. Needs root. Nothing of it outlives this process.
 */
export async function startSshd(options: SshdOptions = {}): Promise<SshdHost> {
  const claim = await claimLoopback(options.addresses ?? 1);
  const directory = await makeOwnedDirectory('sshd');
  const clientKeys = await putClientKeys(directory);
  await writeAccounts(directory, mergeAccounts(options.accounts ?? []), (account) =>
    join(directory, 'home', account),
  );
  await writeFile(
    join(directory, 'authorized_keys'),
    `${clientKeys.plain.publicKey}\n${clientKeys.encrypted.publicKey}\n`,
  );
  await mkdir(join(directory, 'volatile'));
  const host = new SshdHost(options, { claim, directory, clientKeys });
  await mkdir(host.temporary);
  await chmod(host.temporary, 0o1777);
  try {
    await host.prepare();
    await host.start();
  } catch (error) {
    await host[Symbol.asyncDispose]();
    throw error;
  }
  return host;
}

interface Parts {
  readonly claim: LoopbackClaim;
  readonly directory: string;
  readonly clientKeys: ClientKeys;
}

/** Made by `startSshd`; see there. */
export class SshdHost implements AsyncDisposable {
  readonly port: number;
  /** Own files of the host: known_hosts, keys, `home/<user>`. */
  readonly directory: string;
  /** A key that every account lets in. */
  readonly clientKey: KeyFile;
  /** Likewise, with a passphrase. */
  readonly encryptedKey: KeyFile;
  /** Knows the host keys that it had at its start, for all its addresses. */
  readonly knownHosts: string;
  readonly #claim: LoopbackClaim;
  readonly #options: SshdOptions;
  readonly #process: HostProcess;
  #hostKeys: readonly KeyFile[] = [];
  #keyGeneration = 0;

  constructor(options: SshdOptions, { claim, directory, clientKeys }: Parts) {
    this.port = options.port ?? 2222;
    this.directory = directory;
    this.clientKey = clientKeys.plain;
    this.encryptedKey = clientKeys.encrypted;
    this.knownHosts = join(directory, 'known_hosts');
    this.#claim = claim;
    this.#options = options;
    const init = join(import.meta.dirname, 'sshd-init.sh');
    this.#process = new HostProcess(['--mount', '--pid', '--mount-proc'], ['bash', init, directory]);
  }

  get addresses(): readonly string[] {
    return this.#claim.addresses;
  }

  /** The first one. */
  get address(): string {
    return this.addresses[0] ?? '';
  }

  get hostKey(): KeyFile {
    const [first] = this.#hostKeys;
    if (first === undefined) throw new Error('the test host has no key: give at least one of keyTypes');
    return first;
  }

  /** In the order of `keyTypes`. */
  get hostKeys(): readonly KeyFile[] {
    return this.#hostKeys;
  }

  home(account: string): string {
    return join(this.directory, 'home', account);
  }

  /** What sessions get as TMPDIR, so that nothing of theirs lies in that of the machine. */
  get temporary(): string {
    return join(this.directory, 'tmp');
  }

  /** What sshd wrote: logins, refusals, and with `LogLevel DEBUG3` all. */
  log(): string {
    return this.#process.log;
  }

  /** Waits until sshd has written what the expression finds. */
  async logged(expression: RegExp): Promise<void> {
    await this.#process.until(`line ${expression}`, () => expression.test(this.log()));
  }

  /** Shell text as root inside the host, without ssh: its processes are those that `/proc` shows there. */
  exec(command: string): Promise<Ended> {
    return this.#process.exec(command);
  }

  /** Keys, files and namespaces; `startSshd` calls it. */
  async prepare(): Promise<void> {
    await this.#makeHostKeys();
    const lines = this.addresses.flatMap((address) =>
      this.#hostKeys.map((key) => this.#knownLine(address, key)),
    );
    await writeFile(this.knownHosts, `${lines.join('\n')}\n`);
    await this.#process.hear('ready');
  }

  /** After `stop`. */
  async start(): Promise<void> {
    const before = this.#listening();
    await this.#process.tell('start');
    await this.#process.until('listening sshd', () => this.#listening() - before === this.addresses.length);
  }

  /** Nothing listens any more and all links are gone; commands that they started run on. */
  async stop(): Promise<void> {
    await this.#process.tell('stop');
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** All links are gone, new ones are welcome; commands that they started run on. */
  async dropLinks(): Promise<void> {
    await this.#process.tell('drop');
  }

  /** Restarts with new host keys. `knownHosts` keeps the old ones. */
  async replaceHostKey(): Promise<void> {
    await this.stop();
    await this.#makeHostKeys();
    await this.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
    await rm(this.directory, { recursive: true, force: true });
    await this.#claim[Symbol.asyncDispose]();
  }

  async #makeHostKeys(): Promise<void> {
    this.#keyGeneration += 1;
    const types = this.#options.keyTypes ?? ['ed25519'];
    this.#hostKeys = await Promise.all(
      types.map((type) => makeKey(join(this.directory, `host_${type}.${this.#keyGeneration}`), type)),
    );
    await this.#writeConfigs();
  }

  async #writeConfigs(): Promise<void> {
    const { config = [] } = this.#options;
    const { port, directory, temporary } = this;
    const hostKeys = this.#hostKeys.map(({ path }) => path);
    for (let from = 0; from < this.addresses.length; from += mostAddresses) {
      const addresses = this.addresses.slice(from, from + mostAddresses);
      const text = sshdConfig({ config, addresses, port, hostKeys, directory, temporary });
      await writeFile(join(directory, `sshd_config.${from}`), text);
    }
  }

  /** sshd(8): the port is named when it is not 22. */
  #knownLine(address: string, { publicKey }: KeyFile): string {
    return `${this.port === 22 ? address : `[${address}]:${this.port}`} ${publicKey}`;
  }

  #listening(): number {
    return this.log().split('Server listening on ').length - 1;
  }
}
