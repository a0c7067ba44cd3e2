import { chmod, mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mergeAccounts, writeAccounts } from './accounts.ts';
import { type KeyFile, makeKey } from './keys.ts';
import type { MachineOptions } from './machine-options.ts';
import { fleetRoot, makeOwnedDirectory, memoryRoot } from './owned-directory.ts';
import { sshdConfig } from './sshd-config.ts';

/** The magic number of overlayfs in statfs(2): an overlay cannot be written onto another one. */
const overlayMagic = 0x794c7630;

/** What a machine keeps over its boots: the changed files of its root, its homes, and the `etc/` that is put over its own. */
export async function makeMachineDirectory(
  name: string,
  options: MachineOptions,
  clientKeys: readonly KeyFile[],
): Promise<string> {
  const { type } = await statfs(tmpdir());
  const directory = await makeOwnedDirectory(
    `machine-${name}`,
    type === overlayMagic ? memoryRoot : fleetRoot,
  );
  for (const part of ['root', 'upper', 'work', 'var-tmp', 'etc/ssh']) {
    await mkdir(join(directory, part), { recursive: true });
  }
  await chmod(join(directory, 'var-tmp'), 0o1777);
  await writeAccounts(directory, mergeAccounts(options.accounts ?? []), (account) =>
    account === 'root' ? '/root' : `/home/${account}`,
  );
  const etc = join(directory, 'etc');
  await writeFile(join(etc, 'hostname'), `${name}\n`);
  await writeFile(join(etc, 'hosts'), `127.0.0.1 localhost\n127.0.1.1 ${name}\n`);
  await writeFile(join(etc, 'ignores-reboot'), options.onReboot === 'ignores' ? 'yes\n' : 'no\n');
  await writeFile(
    join(etc, 'ssh/authorized_keys'),
    clientKeys.map(({ publicKey }) => `${publicKey}\n`).join(''),
  );
  await writeFile(join(etc, 'ssh/sshd_config'), configOf(options));
  return directory;
}

function configOf({ config = [] }: MachineOptions): string {
  const hostKeys = ['/etc/ssh/host_ed25519'];
  return sshdConfig({ config, addresses: ['0.0.0.0'], port: 22, hostKeys, directory: '/etc/ssh' });
}

/** A new key for its sshd, from the next boot on. */
export async function renewHostKey(directory: string): Promise<KeyFile> {
  const path = join(directory, 'etc/ssh/host_ed25519');
  for (const half of [path, `${path}.pub`]) await rm(half, { force: true });
  return makeKey(path);
}

/** What machine-init.sh has to know of one boot. */
export interface Boot {
  readonly name: string;
  readonly bootId: string;
  readonly address: string;
  readonly innerAddress: string | undefined;
  readonly options: MachineOptions;
}

/** As shell assignments. */
export async function writeBoot(directory: string, boot: Boot): Promise<void> {
  const { disk, sendsKilobitPerSecond = '' } = boot.options;
  const values = {
    name: boot.name,
    boot_id: boot.bootId,
    address: boot.address,
    inner_address: boot.innerAddress ?? '',
    rate: sendsKilobitPerSecond,
    disk_path: disk?.path ?? '',
    disk_size: disk?.sizeKiB ?? '',
    disk_is_full: disk?.isFull === true ? 'yes' : '',
  };
  const lines = Object.entries(values).map(([key, value]) => `${key}='${value}'\n`);
  await writeFile(join(directory, 'machine.env'), lines.join(''));
}
