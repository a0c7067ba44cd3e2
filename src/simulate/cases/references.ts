import { didYouMean } from '../../document/nearest.ts';
import type { Problem } from '../../document/problem.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { selectHosts } from '../../inventory/select/select.ts';
import type { Plan } from '../../plan/plan.ts';
import { nameInAllWaves } from '../../plan/stage/stage-name.ts';
import { isIn, isNamed } from './check.ts';
import type { TestCase } from './load.ts';

/** Stages and hosts that an expectation names and that are not there: it would hold, or fail, for nothing. */
export function unknownReferences(test: TestCase, plan: Plan, inventory: Inventory): readonly Problem[] {
  return [
    ...unknownStages(test, plan),
    ...unknownHosts(test, inventory),
    ...idleHosts(test, plan, inventory),
  ];
}

function unknownStages({ document, written: { expect }, path }: TestCase, { stages }: Plan): Problem[] {
  const stopsIn = expect['stops-in'];
  const named = [
    ...(typeof stopsIn === 'string'
      ? [{ name: stopsIn, at: ['stops-in'], part: 'value' as const, isThat: isIn }]
      : []),
    ...Object.keys(expect.stages ?? {}).map((name) => ({
      name,
      at: ['stages', name],
      part: 'key' as const,
      isThat: isNamed,
    })),
  ];
  const unknown = named.filter(({ name, isThat }) => !stages.some((stage) => isThat(stage, name)));
  return unknown.map(({ name, at, part }) => {
    const rollouts = part === 'key' ? [] : stages.flatMap(({ wave }) => wave?.name ?? []);
    const names = [...new Set([...stages.map((stage) => nameInAllWaves(stage.name)), ...rollouts])];
    return {
      code: 'expected-stage-unknown',
      message: `The playbook has no stage "${name}".`,
      advice: didYouMean(name, names) ?? `It has: ${names.join(', ')}.`,
      place: document.place([...path, 'expect', ...at], part),
    };
  });
}

function unknownHosts({ document, written: { expect }, path }: TestCase, inventory: Inventory): Problem[] {
  const keys = Object.keys(expect.outcome ?? {}).flatMap((pattern) => {
    const place = document.place([...path, 'expect', 'outcome', pattern], 'key');
    return selectHosts(inventory, pattern, (offset, length) => ({
      ...place,
      column: place.column + offset,
      length,
    })).problems;
  });
  const { untouched } = expect;
  if (untouched === undefined) return keys;
  const whole = [...path, 'expect', 'untouched'];
  const { problems } = selectHosts(inventory, untouched, (offset, length, item) =>
    document.textPlace(Array.isArray(untouched) ? [...whole, item] : whole, offset, length),
  );
  return [...keys, ...problems];
}

/** They come to nothing, whatever goes wrong: no stage has them, or `limit` leaves them out. */
function idleHosts(
  { document, written: { expect }, path }: TestCase,
  plan: Plan,
  inventory: Inventory,
): Problem[] {
  const inPlan = new Set(plan.hosts.map(({ name }) => name));
  return Object.keys(expect.outcome ?? {}).flatMap((pattern) => {
    const { hosts } = selectHosts(inventory, pattern);
    if (hosts.length === 0 || hosts.some(({ name }) => inPlan.has(name))) return [];
    return [
      {
        code: 'expected-host-idle',
        message: `No stage has ${hosts.length === 1 ? 'this host' : 'any of these hosts'} here, so there is no outcome.`,
        advice: 'Expect it with untouched:, or look at the hosts of each stage with: aeon-run plan.',
        place: document.place([...path, 'expect', 'outcome', pattern], 'key'),
      },
    ];
  });
}
