import { access, constants, stat } from 'node:fs/promises';
import type { Host } from '../../inventory/host/host.ts';
import { codeOf } from '../../result/why.ts';
import { SecretFailure } from '../../secret/resolve.ts';
import type { SecretFailures } from './secret-failures.ts';

/** Key files without which a host cannot be logged in to: it has no agent and no password. */
export async function checkKeyFiles(hosts: readonly Host[], failures: SecretFailures): Promise<void> {
  const needed = new Map<string, Host>();
  for (const host of hosts) {
    const { key, agent, password } = host.settings;
    if (key !== undefined && agent === undefined && password === undefined && !needed.has(key))
      needed.set(key, host);
  }
  for (const [path, host] of needed) {
    await failures.note(checkReadable(path), () => host.origins.get('settings.key')?.place);
  }
}

async function checkReadable(path: string): Promise<void> {
  const isDirectory = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isDirectory)
    throw new SecretFailure(`The key file ${path} is a directory. Name the file of the key in it.`);
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    const code = codeOf(error);
    const reason = code === undefined ? '' : ` (${code})`;
    throw new SecretFailure(`The key file ${path} cannot be read${reason}. Check its path and permissions.`);
  }
}
