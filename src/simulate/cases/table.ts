import type { Symbols } from '../../report/text/symbols.ts';
import type { CaseResult } from './run-case.ts';

/** For a person: a line for each case, and below those that failed why, and where that was expected. */
export function caseLines(results: readonly CaseResult[], symbols: Symbols): string[] {
  const cases = [...Map.groupBy(results, ({ test }) => test).values()];
  const failed = cases.filter((each) => each.some(isFailed));
  const end =
    failed.length === 0
      ? 'all of them hold'
      : `${failed.length} of them ${failed.length === 1 ? 'does' : 'do'} not hold`;
  const rehearsals = `${results.length} ${results.length === 1 ? 'rehearsal' : 'rehearsals'}`;
  return [
    ...cases.flatMap((each) => linesOf(each, symbols)),
    '',
    `${cases.length} ${cases.length === 1 ? 'case' : 'cases'} in ${rehearsals}: ${end}`,
  ];
}

/** For programs. */
export function casesJson(results: readonly CaseResult[]) {
  return {
    passed: !results.some(isFailed),
    cases: results.map((result) => ({
      file: result.test.document.file,
      name: result.test.written.name,
      seed: result.seed,
      passed: !isFailed(result),
      misses: result.misses.map(({ message, place }) => ({
        message,
        line: place.line,
        column: place.column,
      })),
      happened: result.happenings,
    })),
  };
}

export function isFailed({ misses }: CaseResult): boolean {
  return misses.length > 0;
}

function linesOf(results: readonly CaseResult[], { outcome }: Symbols): string[] {
  const failed = results.filter(isFailed);
  const name = results[0]?.test.written.name ?? '';
  if (failed.length === 0) return [`${outcome.ok} ${name} (${seedWords(results)})`];
  const [shown] = failed;
  return [
    `${outcome.failed} ${name} (${seedWords(failed)}${failed.length < results.length ? ` of ${results.length}` : ''})`,
    ...(shown === undefined ? [] : whyLines(shown, results.length > 1)),
  ];
}

/** What differed, and what happened: of one seed, which is named where there are others. */
function whyLines(result: CaseResult, hasOthers: boolean): string[] {
  const { misses, seed } = result;
  return [
    ...misses.map((miss) => `    ${missLine(miss)}`),
    `    what happened${hasOthers ? ` with seed ${seed}` : ''}:`,
    ...whatHappened(result).map((line) => `      ${line}`),
  ];
}

/** `rollout.test.yml:20:28  the exit code is 1, not 0`. */
export function missLine({ message, place }: CaseResult['misses'][number]): string {
  return `${place.file}:${place.line}:${place.column}  ${message}`;
}

/** In sentences; that nothing went wrong is one too. */
export function whatHappened({ happenings }: CaseResult): readonly string[] {
  return happenings.length > 0 ? happenings : ['nothing went wrong, and the run came to its end'];
}

const mostSeeds = 10;

function seedWords(results: readonly CaseResult[]): string {
  const seeds = results.map(({ seed }) => seed);
  const [first = 0] = seeds;
  const last = seeds.at(-1) ?? first;
  if (seeds.length === 1) return `seed ${first}`;
  const isRange = seeds.length > 2 && seeds.every((seed, index) => seed === first + index);
  const rest = seeds.length - mostSeeds;
  const listed = seeds.slice(0, mostSeeds).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
  return `seeds ${isRange ? `${first}-${last}` : listed}`;
}
