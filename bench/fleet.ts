import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type SshdHost, type SshdOptions, startSshd } from '../test/fleet/sshd.ts';

/** Real sshd on many loopback addresses, and the files with which each program finds them. */
export interface Fleet extends AsyncDisposable {
  readonly sshd: SshdHost;
  readonly addresses: readonly string[];
  readonly directory: string;
  /**
   * For our runs, in the home directory as always: in /tmp files come and go here, and ext4 makes a file slowly beside many that
   * were deleted in the last minutes.
   */
  readonly runs: string;
  /** An address a line. */
  readonly hostList: string;
  /** ssh_config(5) of OpenSSH's own choice of algorithms. */
  readonly sshConfig: string;
  /** The same with curve25519 as the only key exchange. */
  readonly curveConfig: string;
  /** Ours. */
  readonly inventory: string;
}

export async function startFleet(hosts: number, options: SshdOptions = {}): Promise<Fleet> {
  const sshd = await startSshd({ addresses: hosts, ...options });
  const directory = join(sshd.directory, 'bench');
  mkdirSync(directory);
  const runs = mkdtempSync(join(homedir(), '.aeon-run-bench-'));
  const keep = (name: string, text: string) => {
    writeFileSync(join(directory, name), text, { mode: 0o600 });
    return join(directory, name);
  };
  const common = [
    'User root',
    `Port ${sshd.port}`,
    `IdentityFile ${sshd.clientKey.path}`,
    'IdentitiesOnly yes',
    `UserKnownHostsFile ${sshd.knownHosts}`,
    'StrictHostKeyChecking yes',
    'BatchMode yes',
  ];
  return {
    sshd,
    addresses: sshd.addresses,
    directory,
    runs,
    hostList: keep('hosts', `${sshd.addresses.join('\n')}\n`),
    sshConfig: keep('ssh_config', `${common.join('\n')}\n`),
    curveConfig: keep('ssh_config.curve', `${[...common, 'KexAlgorithms curve25519-sha256'].join('\n')}\n`),
    inventory: keep('inventory.yml', inventoryText(sshd, sshd.addresses)),
    [Symbol.asyncDispose]: async () => {
      rmSync(runs, { recursive: true });
      await sshd[Symbol.asyncDispose]();
    },
  };
}

/** An inventory of ours for these addresses. */
export function inventoryText(sshd: SshdHost, addresses: readonly string[]): string {
  const { port, clientKey, knownHosts } = sshd;
  const defaults = { user: 'root', port, key: clientKey.path, 'known-hosts': knownHosts };
  return `${JSON.stringify({ defaults, hosts: addresses }, null, 1)}\n`;
}
