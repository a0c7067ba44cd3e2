import { accessSync, constants } from 'node:fs';
import type { Problem } from '../../document/problem.ts';
import type { ConnectionSettings, Host } from '../../inventory/host/host.ts';
import type { PartialSettings } from '../../inventory/merge/layer.ts';
import { codeOf } from '../../result/why.ts';
import type { World } from '../world.ts';

/** A key that the command line names and that is not there is a slip, whether a host needs it or not. */
export function missingKey({ key }: PartialSettings): readonly Problem[] {
  if (key === undefined) return [];
  try {
    accessSync(key, constants.R_OK);
    return [];
  } catch (error) {
    const message = `The key file ${key} of --key cannot be read (${codeOf(error)}).`;
    return [{ code: 'file-unreadable', message, advice: 'Check its path and permissions.' }];
  }
}

/** How to log in where no inventory says it: whoever asks for that, and gets it on no host, has to know. */
export function overruledOptions(
  login: PartialSettings,
  hosts: ReadonlyMap<string, Host>,
  { env }: World,
): readonly Problem[] {
  if (hosts.size === 0) return [];
  return loginOptions.flatMap(({ option, variable, of }): Problem[] => {
    const wanted = of(login);
    // What the environment says is for many inventories.
    if (wanted === undefined || (env[variable] ?? '') !== '') return [];
    for (const { settings } of hosts.values()) if (of(settings) === wanted) return [];
    const message = `${option} counts for no host: it is for those of which no inventory says it.`;
    const advice = 'Leave it away, or change what the inventory says.';
    return [{ code: 'option-overruled', severity: 'warning', message, advice }];
  });
}

interface LoginOption {
  readonly option: string;
  readonly variable: string;
  /** Texts that are equal only where the option counts. */
  readonly of: (settings: PartialSettings | ConnectionSettings) => string | undefined;
}

const loginOptions: readonly LoginOption[] = [
  { option: '--user', variable: 'AEON_USER', of: ({ user }) => user },
  { option: '--key', variable: 'AEON_KEY', of: ({ key }) => key },
  { option: '--host-keys', variable: 'AEON_HOST_KEYS', of: ({ hostKeys }) => hostKeys },
  { option: '--become-method', variable: 'AEON_BECOME_METHOD', of: ({ become }) => become?.method },
  { option: '--ask-password', variable: 'AEON_ASK_PASSWORD', of: ({ password }) => promptOf(password) },
  {
    option: '--ask-become-password',
    variable: 'AEON_ASK_BECOME_PASSWORD',
    of: ({ become }) => promptOf(become?.password),
  },
];

function promptOf(source: PartialSettings['password']): string | undefined {
  return source !== undefined && 'prompt' in source ? source.prompt : undefined;
}
