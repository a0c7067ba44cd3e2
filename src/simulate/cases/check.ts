import type { Path } from '../../document/yaml/yaml.ts';
import { nameInAllWaves } from '../../plan/stage/stage-name.ts';
import { outcomes } from '../../result/outcome.ts';
import { durationMs, durationText } from '../../stages/duration.ts';
import { listedHosts } from './listed-hosts.ts';
import type { Seen, SeenStage } from './observation.ts';
import type { Expectation } from './schema.ts';

/** Something that did not come out as expected. */
export interface Miss {
  /** Below the expectation. */
  readonly path: Path;
  /** What came out, then what was expected. */
  readonly message: string;
}

/** The hosts of a pattern; the patterns were checked before. */
export type HostsOf = (pattern: string | readonly string[]) => readonly string[];

/** All that differs. */
export function check(expect: Expectation, seen: Seen, hostsOf: HostsOf): readonly Miss[] {
  return [
    ...exitCode(expect, seen),
    ...stopsIn(expect, seen),
    ...amount(
      ['touched'],
      expect.touched,
      seen.touched.size,
      (n) => `${n} ${n === 1 ? 'host is' : 'hosts are'} touched`,
    ),
    ...untouched(expect, seen, hostsOf),
    ...amount(
      ['success-rate'],
      expect['success-rate'],
      seen.successRate,
      (n) => `the success rate is ${n} %`,
    ),
    ...outcome(expect, seen, hostsOf),
    ...stages(expect, seen),
    ...takes(expect, seen),
  ];
}

function exitCode({ 'exit-code': wanted }: Expectation, seen: Seen): Miss[] {
  if (wanted === undefined || wanted === seen.exitCode) return [];
  return [{ path: ['exit-code'], message: `the exit code is ${seen.exitCode}, not ${wanted}` }];
}

function stopsIn({ 'stops-in': wanted }: Expectation, { stopsIn: stage }: Seen): Miss[] {
  if (wanted === undefined) return [];
  const isAsWanted = wanted === false ? stage === undefined : stage !== undefined && isIn(stage, wanted);
  if (isAsWanted) return [];
  if (stage === undefined) {
    return [{ path: ['stops-in'], message: `the run goes to its end, and does not stop in "${wanted}"` }];
  }
  const elsewhere = wanted === false ? '' : `, and not in "${wanted}"`;
  return [{ path: ['stops-in'], message: `the run stops in ${stage.id} (${stage.name})${elsewhere}` }];
}

/** By its number or its name, with the wave that it is in or without. */
export function isNamed({ id, name }: Pick<SeenStage, 'id' | 'name'>, wanted: string): boolean {
  return id === wanted || name === wanted || nameInAllWaves(name) === wanted;
}

/** It is named so, or a stage of that rollout, or of that wave: `wave 2`, or `4.2` where stage 4 is the rollout. */
export function isIn(stage: Pick<SeenStage, 'id' | 'name' | 'wave'>, wanted: string): boolean {
  const { id, wave } = stage;
  return (
    isNamed(stage, wanted) ||
    (wave !== undefined && (wave.name === wanted || `wave ${wave.number}` === wanted)) ||
    id.startsWith(`${wanted}.`)
  );
}

type Amount = Expectation['touched'];

function amount(path: Path, wanted: Amount, is: number, tell: (count: number) => string): Miss[] {
  if (wanted === undefined) return [];
  if (typeof wanted === 'number')
    return is === wanted ? [] : [{ path, message: `${tell(is)}, not ${wanted}` }];
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = wanted;
  if (is < min) return [{ path: [...path, 'min'], message: `${tell(is)}, and at least ${min} is expected` }];
  if (is > max) return [{ path: [...path, 'max'], message: `${tell(is)}, and at most ${max} is expected` }];
  return [];
}

function untouched({ untouched: pattern }: Expectation, seen: Seen, hostsOf: HostsOf): Miss[] {
  if (pattern === undefined) return [];
  const touched = hostsOf(pattern).filter((host) => seen.touched.has(host));
  if (touched.length === 0) return [];
  return [{ path: ['untouched'], message: `${listedHosts(touched)} ${areOf(touched)} touched` }];
}

function outcome({ outcome: wanted = {} }: Expectation, seen: Seen, hostsOf: HostsOf): Miss[] {
  return Object.entries(wanted).flatMap(([pattern, words]) => {
    const allowed = [words].flat();
    const differing = hostsOf(pattern).filter((host) => !allowed.includes(seen.outcome(host)));
    if (differing.length === 0) return [];
    const told = [...Map.groupBy(differing, (host) => seen.outcome(host))].map(
      ([word, hosts]) => `${listedHosts(hosts)} ${areOf(hosts)} ${word}`,
    );
    return [{ path: ['outcome', pattern], message: `${told.join(' and ')}, not ${allowed.join(' or ')}` }];
  });
}

function areOf(hosts: readonly string[]): 'is' | 'are' {
  return hosts.length === 1 ? 'is' : 'are';
}

function stages({ stages: wanted = {} }: Expectation, seen: Seen): Miss[] {
  return Object.entries(wanted).flatMap(([name, expected]) => {
    const named = seen.stages.filter((each) => isNamed(each, name)); // That there is one was told before the rehearsal.
    return named.flatMap((stage) => {
      const told = named.length === 1 ? `"${name}"` : `"${name}" (stage ${stage.id})`;
      return ofStage(stage, expected, { path: ['stages', name], told });
    });
  });
}

function ofStage(
  stage: SeenStage,
  { status, ...counts }: NonNullable<Expectation['stages']>[string],
  { path, told }: { readonly path: Path; readonly told: string },
): Miss[] {
  const ofStatus: Miss[] =
    status === undefined || status === stage.status
      ? []
      : [{ path: [...path, 'status'], message: `${told} is ${stage.status}, not ${status}` }];
  const ofCounts = outcomes.flatMap((word) => {
    // The schema makes these keys from the same words.
    const count = (counts as Readonly<Record<string, Amount>>)[word];
    return amount([...path, word], count, stage.counts[word], (n) => `${told} has ${n} ${word}`);
  });
  return [...ofStatus, ...ofCounts];
}

function takes({ takes: wanted }: Expectation, { takesMs }: Seen): Miss[] {
  const { min = 0, max = Number.POSITIVE_INFINITY } = wanted ?? {};
  const took = `the run takes ${durationText(takesMs)}`;
  if (takesMs < durationMs(min)) return [{ path: ['takes', 'min'], message: `${took}, less than ${min}` }];
  if (takesMs > durationMs(max)) return [{ path: ['takes', 'max'], message: `${took}, more than ${max}` }];
  return [];
}
