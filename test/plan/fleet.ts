import { isError } from '../../src/document/problem.ts';
import type { Host, Vars } from '../../src/inventory/host/host.ts';
import type { Group, Inventory } from '../../src/inventory/inventory.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { PlanInput } from '../../src/plan/plan-input.ts';
import { loadPlaybook } from '../../src/playbook/load.ts';
import type { BecomeMethod } from '../../src/shell/become/method.ts';

export interface HostFacts {
  readonly groups?: readonly string[];
  readonly vars?: Vars;
  readonly becomeUser?: string;
  readonly becomeMethod?: BecomeMethod;
}

/** An inventory from what differs between its hosts. */
export function fleet(facts: Readonly<Record<string, HostFacts>>): Inventory {
  const hosts = Object.entries(facts).map(([name, host], index) => makeHost(name, host, index));
  return {
    paths: ['inventory.yml'],
    hosts: new Map(hosts.map((host) => [host.name, host])),
    groups: groupsOf(hosts),
  };
}

function makeHost(
  name: string,
  { groups = [], vars = {}, becomeUser, becomeMethod }: HostFacts,
  index: number,
): Host {
  const hasBecome = becomeUser !== undefined || becomeMethod !== undefined;
  return {
    name,
    groups: ['all', ...groups],
    settings: {
      address: `192.0.2.${index % 250}`,
      port: 22,
      user: 'pi',
      hostKeys: 'strict',
      knownHosts: [],
      ...(hasBecome && { become: { method: becomeMethod ?? 'sudo', user: becomeUser ?? 'root' } }),
    },
    vars,
    origins: new Map(),
    place: { file: 'inventory.yml', line: index + 2, column: 3 },
  };
}

function groupsOf(hosts: readonly Host[]): Map<string, Group> {
  const groups = new Map<string, { name: string; hosts: string[]; children: string[] }>();
  for (const { name, groups: names } of hosts) {
    for (const group of names) {
      const known = groups.get(group) ?? { name: group, hosts: [], children: [] };
      known.hosts.push(name);
      groups.set(group, known);
    }
  }
  return groups;
}

/** Two managers and three workers. */
export const smallFleet = fleet({
  m1: { groups: ['managers'], vars: { role: 'manager', rack: 'a' } },
  m2: { groups: ['managers'], vars: { role: 'manager', rack: 'b' } },
  w1: { groups: ['workers'], vars: { role: 'worker' } },
  w2: { groups: ['workers'], vars: { role: 'worker' } },
  w3: { groups: ['workers'], vars: { role: 'worker' } },
});

type Options = Partial<Omit<PlanInput, 'playbook' | 'files'>> & {
  readonly files?: Readonly<Record<string, number>>;
  /** Template files by their path from where the test runs; each counts as one of `files` too. */
  readonly templates?: Readonly<Record<string, string>>;
  /** Included playbooks by their path, which starts in `play/`. */
  readonly includes?: Readonly<Record<string, string>>;
};

function bufferOf(text: string | undefined): Buffer | undefined {
  return text === undefined ? undefined : Buffer.from(text);
}

function contentOf(templates: Readonly<Record<string, string>>, path: string) {
  const text = templates[path];
  return text === undefined ? undefined : { bytes: Buffer.from(text), mode: '644' };
}

/** Plans the playbook, with the problems of loading it before those of the plan. */
export function planOf(
  yaml: string,
  { files = {}, templates = {}, includes = {}, ...options }: Options = {},
) {
  const loaded = loadPlaybook('play/playbook.yml', Buffer.from(yaml), (path) => bufferOf(includes[path]));
  if (loaded.playbook === undefined) return { problems: loaded.problems, texts: new Map<string, string>() };
  const { plan, problems, texts } = makePlan({
    playbook: loaded.playbook,
    inventory: smallFleet,
    extraVars: {},
    files: {
      size: (path) => files[path] ?? templates[path]?.length,
      isSpecial: () => false,
      tree: () => undefined,
      read: (path) => contentOf(templates, path),
      names: () => undefined,
    },
    ...options,
  });
  return { ...(plan !== undefined && { plan }), problems: [...loaded.problems, ...problems], texts };
}

/** The plan of a playbook that must be right. */
export function goodPlan(yaml: string, options: Options = {}): Plan {
  const { plan, problems } = planOf(yaml, options);
  const [first] = problems.filter(isError);
  if (first !== undefined) throw new Error(`${first.place?.line}:${first.place?.column} ${first.message}`);
  if (plan === undefined) throw new Error('no plan');
  return plan;
}

/** `line:column code message` of each problem. */
export function told(yaml: string, options: Options = {}): string[] {
  return planOf(yaml, options).problems.map(
    ({ place, code, message }) => `${place?.line}:${place?.column} ${code} ${message}`,
  );
}

/** The rendered line of each host of a stage. */
export function lines(plan: Plan, id: string): Record<string, string> {
  const stage = plan.stages.find((each) => each.id === id);
  if (stage?.scope !== 'host') throw new Error(`no host stage ${id}`);
  return Object.fromEntries(
    stage.hosts.map((host) => [host.name, stage.prepare(host, { results: {} }).description]),
  );
}
