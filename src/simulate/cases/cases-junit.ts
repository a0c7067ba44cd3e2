import type { Case } from '../../report/junit/case.ts';
import { suitesText } from '../../report/junit/suites.ts';
import type { CaseResult } from './run-case.ts';
import { missLine, whatHappened } from './table.ts';

/** For a CI server: a suite a file, a case a test and seed. It takes no time worth a word, whatever passes in a rehearsal. */
export function casesJunit(results: readonly CaseResult[]): string {
  const files = Map.groupBy(results, ({ test }) => test.document.file);
  const suites = [...files].map(([name, tests]) => ({ name, durationMs: 0, cases: tests.map(junitCase) }));
  return suitesText({ name: 'rehearsals', durationMs: 0, suites });
}

function junitCase(result: CaseResult): Case {
  const { test, seed, misses } = result;
  const name = `${test.written.name} (seed ${seed})`;
  if (misses.length === 0) return { name, durationMs: 0, end: 'passed' };
  const message = misses.map((miss) => miss.message).join('; ');
  const said = [...misses.map(missLine), 'what happened:', ...whatHappened(result)].join('\n');
  return { name, durationMs: 0, end: 'failure', message, said };
}
