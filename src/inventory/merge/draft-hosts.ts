import type { Place, Problem } from '../../document/problem.ts';
import type { SourceHost } from '../sources/source.ts';
import type { Layer } from './layer.ts';

/** A host as all inventories together describe it. */
export interface DraftHost {
  readonly name: string;
  /** In the order in which they count. */
  readonly layers: Layer[];
  /** Where it is described, or else first named. */
  place(): Place;
}

/** Adds the hosts of one inventory. Two descriptions in one file that don't agree are told. */
export function addHosts(drafts: Map<string, DraftHost>, hosts: readonly SourceHost[]): Problem[] {
  const problems: Problem[] = [];
  const described = new Map<string, SourceHost & { readonly layer: Layer }>();
  for (const { name, layer, place } of hosts) {
    const draft = drafts.get(name) ?? { name, layers: [], place };
    if (layer && draft.layers.length === 0) draft.place = place;
    drafts.set(name, draft);
    if (!layer) continue;
    draft.layers.push(layer);
    const before = described.get(name);
    const difference = before && firstDifference(before.layer, layer);
    if (before && difference !== undefined) problems.push(differs(name, difference, place(), before.place()));
    described.set(name, { name, layer, place });
  }
  return problems;
}

/** The name of a setting or var that both have, with different values. */
function firstDifference(a: Layer, b: Layer): string | undefined {
  return differentKey({ ...a.settings }, { ...b.settings }) ?? differentKey(a.vars, b.vars);
}

function differentKey(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): string | undefined {
  return Object.keys(a).find(
    (key) => Object.hasOwn(b, key) && JSON.stringify(a[key]) !== JSON.stringify(b[key]),
  );
}

function differs(name: string, key: string, place: Place, before: Place): Problem {
  return {
    code: 'host-differs',
    message: `${name} is described a second time, with another ${key} than in line ${before.line}.`,
    advice: 'Describe each host once; groups can then list its name.',
    place,
  };
}
