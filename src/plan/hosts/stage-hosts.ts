import type { Host, Vars } from '../../inventory/host/host.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { HostParts } from '../../playbook/playbook.ts';
import type { Scope } from '../../template/scope.ts';
import type { StageFile } from './host-problems.ts';
import type { HostVars } from './host-vars.ts';

/** The hosts of a stage and what each of them sees. */
export interface StageHosts {
  readonly hosts: readonly Host[];
  readonly vars: readonly Vars[];
  readonly scopes: readonly Scope[];
  /** Nobody knows which hosts are meant, and these are all that there are: what is wrong for each of them is wrong. */
  readonly areGuessed?: true;
}

type WithVars = Pick<HostParts, 'vars'> & StageFile;

export function knownHosts(hosts: readonly Host[], stage: WithVars, hostVars: HostVars): StageHosts {
  const vars = hosts.map((host) => hostVars.of(host, stage, stage));
  const scopes = hosts.map((host, index) => hostVars.scopeOf(host, vars[index] ?? {}, { results: {} }));
  return { hosts, vars, scopes };
}

/** For a stage whose pattern of hosts is an error. Without any host there is one scope, of nobody. */
export function guessedHosts({ hosts }: Inventory, stage: WithVars, hostVars: HostVars): StageHosts {
  const all = [...hosts.values()];
  if (all.length > 0) return { ...knownHosts(all, stage, hostVars), areGuessed: true };
  const vars = hostVars.ofNoHost(stage.vars);
  return { hosts: [], vars: [vars], scopes: [hostVars.scopeOfNoHost(vars, {})], areGuessed: true };
}
