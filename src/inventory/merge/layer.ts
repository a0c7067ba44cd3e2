import type { Place } from '../../document/problem.ts';
import type { SecretSource } from '../../secret/source.ts';
import type { BecomeSettings, ConnectionSettings, Origin, Vars } from '../host/host.ts';

/** What one place of an inventory says about a host or about all hosts of a group. */
export interface Layer {
  readonly layer: Origin['layer'];
  readonly name?: string;
  readonly settings: PartialSettings;
  readonly vars: Vars;
  /** Of a file that was encrypted: all texts and numbers in its vars. */
  readonly secretTexts?: readonly string[];
  /** Where a var or a setting of it stands. Costs something: ask only when it is shown. */
  place(kind: 'settings' | 'vars', key: string): Place | undefined;
}

/** Paths are absolute already. */
export type PartialSettings = Partial<Omit<ConnectionSettings, 'agent' | 'become'>> & {
  /** `true` is the agent of SSH_AUTH_SOCK, `false` takes a wider setting back. */
  readonly agent?: string | boolean;
  readonly become?: Partial<BecomeSettings>;
};

/** Where its passwords come from. */
export function passwordsOf({ password, passphrase, become }: PartialSettings): readonly SecretSource[] {
  return [password, passphrase, become?.password].filter((source) => source !== undefined);
}

export interface MergedLayers {
  readonly settings: PartialSettings;
  readonly vars: Vars;
}

export const nothing: MergedLayers = { settings: {}, vars: {} };

/** Later layers win, key by key; `become` is merged inside, as its password often stands elsewhere than its method. */
export function mergeLayers(base: MergedLayers, layers: readonly Layer[]): MergedLayers {
  return layers.reduce(mergeLayer, base);
}

function mergeLayer(base: MergedLayers, { settings, vars }: Layer): MergedLayers {
  const become = base.settings.become && settings.become && { ...base.settings.become, ...settings.become };
  return {
    settings: isEmpty(settings)
      ? base.settings
      : { ...base.settings, ...settings, ...(become && { become }) },
    vars: isEmpty(vars) ? base.vars : { ...base.vars, ...vars },
  };
}

function isEmpty(record: object): boolean {
  for (const _ in record) return false;
  return true;
}

/** Which layer each value came from: vars by their name, settings as `settings.port`. */
export function originsOf(layers: readonly Layer[]): Map<string, Origin> {
  const origins = new Map<string, Origin>();
  for (const layer of layers) {
    for (const key of Object.keys(layer.settings))
      origins.set(`settings.${key}`, originOf(layer, 'settings', key));
    for (const key of Object.keys(layer.vars)) origins.set(key, originOf(layer, 'vars', key));
  }
  return origins;
}

function originOf({ layer, name, ...from }: Layer, kind: 'settings' | 'vars', key: string): Origin {
  const place = from.place(kind, key);
  return { layer, ...(name !== undefined && { name }), ...(place && { place }) };
}
