import { didYouMean } from '../../document/nearest.ts';
import type { Place, Problem } from '../../document/problem.ts';
import { countText } from '../../result/count-text.ts';
import { urlParts, wrongAddress } from '../host/address.ts';
import type { Host } from '../host/host.ts';
import { machineOf } from '../host/machine.ts';
import type { Inventory } from '../inventory.ts';
import { missingAgent } from './make-host.ts';

/** What only shows when all inventories are merged. */
export function checkInventory({ hosts, groups }: Inventory): Problem[] {
  return [
    ...sameNames(hosts, groups),
    ...badAddresses(hosts),
    ...sameMachines(hosts),
    ...unknownJumps(hosts),
    ...jumpCircles(hosts),
    ...agents(hosts),
  ];
}

/** Of a range the first one. */
function badAddresses(hosts: Inventory['hosts']): Problem[] {
  const problems = new Map<string, Problem>();
  for (const host of hosts.values()) {
    const { address } = host.settings;
    const wrong = wrongAddress(address);
    if (wrong === undefined) continue;
    const place = host.origins.get('settings.address')?.place ?? host.place; // Looked up only now, as it takes its time.
    const key = place === undefined ? address : `${place.file}:${place.line}:${place.column}`;
    if (!problems.has(key)) problems.set(key, { code: 'bad-address', ...wrong, ...(place && { place }) });
  }
  return [...problems.values()];
}

function sameNames(hosts: Inventory['hosts'], groups: Inventory['groups']): Problem[] {
  return [...groups.values()]
    .filter(({ name }) => hosts.has(name))
    .map(({ name, place }) => ({
      code: 'name-is-host-and-group',
      message: `${name} is the name of a group and of a host, so a pattern could mean either.`,
      advice: 'Rename one of them.',
      ...(place && { place }),
    }));
}

function sameMachines(hosts: Inventory['hosts']): Problem[] {
  const first = new Map<string, string>();
  const problems: Problem[] = [];
  for (const host of hosts.values()) {
    const machine = machineOf(host, hosts);
    const other = first.get(machine);
    if (other === undefined) first.set(machine, host.name);
    else problems.push(sameMachine(host, other));
  }
  return problems;
}

function sameMachine({ name, settings, place }: Host, other: string): Problem {
  return {
    code: 'same-machine',
    severity: 'warning',
    message: `${name} and ${other} have the same address and port, ${settings.address}:${settings.port}: work may be done twice there.`,
    advice: 'Keep one of them, or give each its own address or port.',
    ...(place && { place }),
  };
}

function unknownJumps(hosts: Inventory['hosts']): Problem[] {
  const problems = new Map<string, Problem>();
  const known = new Map<string, string>(); // Ten thousand hosts may have the same one, and it is dear to find.
  for (const host of hosts.values()) {
    const { jump } = host.settings;
    if (jump === undefined || hosts.has(jump)) continue;
    const advice = known.get(jump) ?? jumpAdvice(jump, hosts);
    known.set(jump, advice);
    const problem: Problem = {
      code: 'unknown-host',
      message: `The jump host ${jump} is no host of the inventory.`,
      advice,
      ...jumpPlace(host),
    };
    problems.set(`${problem.place?.file}:${problem.place?.line}:${jump}`, problem);
  }
  return [...problems.values()];
}

/** Each circle once, at the host of it whose name comes first. */
function jumpCircles(hosts: Inventory['hosts']): Problem[] {
  const problems: Problem[] = [];
  const walked = new Set<string>();
  for (const { name } of hosts.values()) {
    const way = new Set<string>();
    let next: string | undefined = name;
    while (next !== undefined && hosts.has(next) && !walked.has(next)) {
      walked.add(next);
      way.add(next);
      next = hosts.get(next)?.settings.jump;
    }
    if (next === undefined || !way.has(next)) continue;
    const names = [...way];
    problems.push(cyclicJump(names.slice(names.indexOf(next)), hosts));
  }
  return problems;
}

const mostNames = 8;

function cyclicJump(circle: readonly string[], hosts: Inventory['hosts']): Problem {
  const [first = ''] = circle.toSorted();
  const at = circle.indexOf(first);
  const way = [...circle.slice(at), ...circle.slice(0, at)];
  const shown =
    way.length <= mostNames ? way : [...way.slice(0, mostNames), `${countText(way.length - mostNames)} more`];
  const host = hosts.get(first);
  return {
    code: 'cyclic-jump',
    message: `A host cannot be reached through itself: ${[...shown, first].join(' → ')}.`,
    advice: 'One host of the circle needs no jump.',
    ...(host && jumpPlace(host)),
  };
}

function jumpPlace(host: Host): { place?: Place } {
  const { place = host.place } = host.origins.get('settings.jump') ?? {};
  return place === undefined ? {} : { place };
}

/** For what stands in `ProxyJump` of ssh_config(5) too: the address of a host, or several hosts of the way. */
function jumpAdvice(jump: string, hosts: Inventory['hosts']): string {
  if (jump.includes('{{')) return 'No template is possible there: write the name of a host.';
  const way = jump.split(',').map((part) => part.trim());
  const [last = '', before] = way.toReversed();
  if (before !== undefined)
    return `Name the last host of the way, and the one before it as that one's own: jump: ${last} here, and jump: ${before} for ${last}.`;
  const { machine } = urlParts(jump) ?? {};
  const named = machine !== undefined && hosts.has(machine) ? machine : nameOfAddress(machine, hosts);
  if (named !== undefined)
    return `Write the name of that host: jump: ${named}. How to log in there is its own affair.`;
  return (
    didYouMean(jump, hosts.keys()) ?? 'Describe the jump host under hosts: with its own address and login.'
  );
}

function nameOfAddress(address: string | undefined, hosts: Inventory['hosts']): string | undefined {
  return [...hosts.values()].find(({ settings }) => settings.address === address)?.name;
}

/** `agent: true` without an agent, told once where it is asked for. */
function agents(hosts: Inventory['hosts']): Problem[] {
  const places = new Map<string, Place | undefined>();
  for (const host of hosts.values()) {
    if (host.settings.agent !== missingAgent) continue;
    const place = host.origins.get('settings.agent')?.place;
    places.set(`${place?.file}:${place?.line}`, place);
  }
  return [...places.values()].map((place) => ({
    code: 'no-agent',
    message: 'An SSH agent is asked for, but SSH_AUTH_SOCK is not set.',
    advice: 'Start one: eval "$(ssh-agent)" && ssh-add; or use key: with a file.',
    ...(place && { place }),
  }));
}
