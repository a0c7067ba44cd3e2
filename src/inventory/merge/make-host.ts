import type { Place } from '../../document/problem.ts';
import type { BecomeSettings, ConnectionSettings, Host } from '../host/host.ts';
import type { InventoryIo } from '../io.ts';
import {
  type Layer,
  type MergedLayers,
  mergeLayers,
  originsOf,
  type PartialSettings,
  passwordsOf,
} from './layer.ts';

/** What holds when no inventory says anything. */
export function builtInLayer(io: InventoryIo): Layer {
  return {
    layer: 'built-in',
    settings: { port: 22, user: io.user, hostKeys: 'strict', knownHosts: [] },
    vars: {},
    place: () => undefined,
  };
}

/** The socket of an agent that is asked for where there is none; the checks refuse it before anything runs. */
export const missingAgent = '';

/** All that hosts of the same groups share. */
export interface HostBase {
  readonly groups: readonly string[];
  readonly layers: readonly Layer[];
  readonly merged: MergedLayers;
}

/** Its own layers over those of its groups. Origins and places are looked up when someone asks. */
export function makeHost(
  name: string,
  { groups, layers, merged }: HostBase,
  own: readonly Layer[],
  context: { readonly place: () => Place; readonly io: InventoryIo },
): Host {
  const { settings, vars } = mergeLayers(merged, own);
  const { place, io } = context;
  const used = plainPasswords(settings);
  const secretTexts = [...layers, ...own].flatMap((layer) => [
    ...(layer.secretTexts ?? []),
    ...plainPasswords(layer.settings).filter((password) => !used.includes(password)),
  ]);
  return {
    name,
    groups,
    settings: finish(settings, name, io),
    vars,
    ...(secretTexts.length > 0 && { secretTexts }),
    get origins() {
      const origins = originsOf([...layers, ...own]);
      return origins.has('settings.address')
        ? origins
        : origins.set('settings.address', { layer: 'built-in' });
    },
    get place() {
      return place();
    },
  };
}

function plainPasswords(settings: PartialSettings): readonly string[] {
  return passwordsOf(settings).flatMap((source) => ('plain' in source ? [source.plain] : []));
}

function finish(settings: PartialSettings, name: string, io: InventoryIo): ConnectionSettings {
  const { agent, become, jump, address = name, port = 22, user = io.user, ...rest } = settings;
  const { hostKeys = 'strict', knownHosts = [], ...credentials } = rest;
  const socket = agent === true ? (io.sshAuthSock ?? missingAgent) : agent;
  return {
    address,
    port,
    user,
    hostKeys,
    knownHosts,
    ...credentials,
    ...(typeof socket === 'string' && { agent: socket }),
    ...(become && { become: finishBecome(become) }),
    // A `jump` for a whole group holds for all but the jump host itself.
    ...(jump !== undefined && jump !== name && { jump }),
  };
}

function finishBecome({ method = 'sudo', user = 'root', password }: Partial<BecomeSettings>): BecomeSettings {
  return { method, user, ...(password && { password }) };
}
