export interface SshdSettings {
  /** Lines of sshd_config(5) that win over ours; `Match` blocks may follow them. */
  readonly config: readonly string[];
  readonly addresses: readonly string[];
  readonly port: number;
  readonly hostKeys: readonly string[];
  /** Holds `authorized_keys`. */
  readonly directory: string;
  /** What sessions get as TMPDIR; none unless told. */
  readonly temporary?: string;
}

/** sshd refuses more addresses than this in one process: MAX_LISTEN_SOCKS of its source. */
export const mostAddresses = 16;

/** The text of an sshd_config. sshd takes the first value of each key, so the caller's lines come first. */
export function sshdConfig({
  config,
  addresses,
  port,
  hostKeys,
  directory,
  temporary,
}: SshdSettings): string {
  const firstMatch = config.findIndex((line) => /^\s*match\b/i.test(line));
  const plain = firstMatch < 0 ? config : config.slice(0, firstMatch);
  const matches = firstMatch < 0 ? [] : config.slice(firstMatch);
  return `${[
    ...plain,
    ...addresses.map((address) => `ListenAddress ${address}:${port}`),
    ...hostKeys.map((path) => `HostKey ${path}`),
    `AuthorizedKeysFile ${directory}/authorized_keys`,
    'StrictModes no', // The keys lie in the temporary directory, which anyone may write to.
    'PidFile none',
    'UsePAM no',
    'PermitRootLogin yes',
    'PasswordAuthentication yes',
    'KbdInteractiveAuthentication no',
    'UseDNS no',
    'PrintMotd no',
    'LogLevel VERBOSE',
    ...(temporary === undefined ? [] : [`SetEnv TMPDIR=${temporary} AEON_TMPDIR=${temporary}`]),
    // Many addresses stand for many hosts, each with its own limit.
    ...(addresses.length > 1 ? [`MaxStartups ${10 * addresses.length}:30:${100 * addresses.length}`] : []),
    ...(plain.some((line) => /^\s*subsystem\b/i.test(line)) ? [] : ['Subsystem sftp internal-sftp']),
    ...matches,
  ].join('\n')}\n`;
}
