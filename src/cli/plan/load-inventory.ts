import { type LoadedInventories, loadInventories } from '../../inventory/load.ts';
import type { PartialSettings } from '../../inventory/merge/layer.ts';
import { pathMaker } from '../../inventory/settings.ts';
import type { BecomeMethod } from '../../shell/become/method.ts';
import type { HostKeyPolicy } from '../../transport/transport.ts';
import type { World } from '../world.ts';
import { inventoryIo } from './inventory-io.ts';
import { inventoryProgram } from './inventory-program.ts';
import { missingKey, overruledOptions } from './login-options.ts';
import { type OpenVarsFiles, openVarsFiles } from './open-vars-files.ts';
import { runInventoryCommand } from './run-inventory-command.ts';

/** Where the hosts come from, and how to log in where no inventory says it. */
export interface InventoryOptions {
  readonly inventory?: readonly string[];
  /** `ip:user:password` texts. */
  readonly host?: readonly string[];
  /** Programs that print the JSON of a dynamic inventory of Ansible. */
  readonly inventoryCommand?: readonly string[];
  readonly user?: string;
  readonly key?: string;
  readonly hostKeys?: HostKeyPolicy;
  readonly becomeMethod?: BecomeMethod;
  readonly askPassword?: boolean;
  readonly askBecomePassword?: boolean;
  readonly allowReadablePasswords?: boolean;
}

export type FoundInventories = LoadedInventories & Partial<Pick<OpenVarsFiles, 'sealed'>>;

/** Reads all inventories that the command line names, and tells everything that is wrong with them. */
export async function loadInventory(world: World, options: InventoryOptions): Promise<FoundInventories> {
  const { inventory = [], host = [], inventoryCommand = [] } = options;
  if (!hasInventory(options)) return { problems: [noInventory], texts: new Map() };
  const login = loginOf(world, options);
  const printed = await Promise.all(inventoryCommand.map((command) => runInventoryCommand(world, command)));
  const failed = printed.flatMap((each) => ('problem' in each ? [each.problem] : []));
  const ofCommands = inventoryCommand.map((command) => inventoryProgram(command, inventoryIo(world)));
  const programs = ofCommands.filter((program) => program !== undefined);
  const { io, problems: locked, sealed } = await openVarsFiles(world, [...inventory, ...programs]);
  const loaded = loadInventories(inventory, io, {
    allowReadablePasswords: options.allowReadablePasswords ?? false,
    dynamic: printed.flatMap((each, index) => {
      const program = ofCommands[index];
      return 'text' in each ? [{ ...each, ...(program !== undefined && { program }) }] : [];
    }),
    ...(host.length > 0 && { hostLines: host }),
    ...(Object.keys(login).length > 0 && { login }),
  });
  const ofLogin = [
    ...missingKey(login),
    ...overruledOptions(login, loaded.inventory?.hosts ?? new Map(), world),
  ];
  return { ...loaded, sealed, problems: [...failed, ...locked, ...loaded.problems, ...ofLogin] };
}

function loginOf({ cwd, home }: World, options: InventoryOptions): PartialSettings {
  const { user, key, hostKeys, askPassword, askBecomePassword, becomeMethod } = options;
  const become = {
    ...(becomeMethod !== undefined && { method: becomeMethod }),
    ...(askBecomePassword && { password: { prompt: 'Password to become another user' } }),
  };
  return {
    ...(user !== undefined && { user }),
    ...(key !== undefined && { key: pathMaker(cwd, home)(key) }),
    ...(hostKeys !== undefined && { hostKeys }),
    ...(askPassword && { password: { prompt: 'Password of the login' } }),
    ...(Object.keys(become).length > 0 && { become }),
  };
}

/** Whether the command line or the environment says on which hosts. */
export function hasInventory({
  inventory = [],
  host = [],
  inventoryCommand = [],
}: InventoryOptions): boolean {
  return inventory.length + host.length + inventoryCommand.length > 0;
}

const noInventory = {
  code: 'no-inventory',
  message: 'Which hosts? No inventory is named.',
  advice:
    'Name one with -i inventory.yml, or hosts with -H 192.168.1.10:pi; aeon-run init writes a first one.',
} as const;
