import type { Place } from '../../document/problem.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { selectHosts } from '../../inventory/select/select.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Listener } from '../../run/journal/event-stream.ts';
import type { Masker } from '../../secret/masker.ts';
import type { Model } from '../model/model.ts';
import { rehearse } from '../rehearse.ts';
import { check } from './check.ts';
import { seedsOf, type TestCase } from './load.ts';
import { Observation } from './observation.ts';

/** A test with everything that it names. */
export interface ReadyCase {
  readonly test: TestCase;
  readonly plan: Plan;
  readonly inventory: Inventory;
  /** Of its secrets, as far as they are known. */
  readonly masker: Masker;
  readonly model: Model;
}

export interface CaseContext {
  readonly version: string;
  readonly signal: AbortSignal;
  /** Replaces the secrets of the case in a text. */
  readonly mask: (text: string) => string;
  /** In the place of the seeds of the case. */
  readonly seed?: number;
  /** Hears each rehearsal, to show it. */
  readonly listenersFor?: (seed: number) => readonly Listener[];
}

/** One case with one seed. */
export interface CaseResult {
  readonly test: TestCase;
  readonly seed: number;
  /** Nothing differed when it is empty. */
  readonly misses: readonly { readonly message: string; readonly place: Place }[];
  /** What went wrong in it, whether or not that was expected. */
  readonly happenings: readonly string[];
}

/** Rehearses the case with each of its seeds. Nothing is written anywhere. */
export async function* runCase(ready: ReadyCase, context: CaseContext): AsyncGenerator<CaseResult> {
  const own = seedsOf(ready.test.setting) ?? [ready.model.seed];
  for (const seed of context.seed === undefined ? own : [context.seed]) {
    if (context.signal.aborted) return;
    yield await runOnce(ready, seed, context);
  }
}

async function runOnce(
  { test, plan, inventory, model }: ReadyCase,
  seed: number,
  { version, signal, mask, listenersFor }: CaseContext,
): Promise<CaseResult> {
  const observation = new Observation(plan);
  const end = await rehearse({
    plan,
    hosts: inventory.hosts,
    model,
    seed,
    version,
    signal,
    mask,
    directory: { id: `rehearsal-${seed}`, path: 'nothing is kept of a test' },
    listeners: [(event) => observation.onEvent(event), ...(listenersFor?.(seed) ?? [])],
  });
  const hostsOf = (pattern: string | readonly string[]) =>
    selectHosts(inventory, pattern).hosts.map(({ name }) => name);
  const seen = observation.seen(end);
  const misses = check(test.written.expect, seen, hostsOf);
  const placed = misses.map(({ message, path }) => ({
    message,
    place: test.document.place([...test.path, 'expect', ...path]),
  }));
  return { test, seed, misses: placed, happenings: seen.happenings };
}
