import type { Problem } from '../../document/problem.ts';
import type { TestCase } from './load.ts';
import type { Setting } from './schema.ts';

/** A problem of what a test says about its rehearsal, at the line that says it; others have a place of their own. */
export function placedIn(test: TestCase, problem: Problem): Problem {
  if (problem.place !== undefined && problem.place.file !== 'extra-vars') return problem;
  const { document, written, path, setting } = test;
  const key = keysOf(problem).find((each) => setting[each] !== undefined);
  const isShared = key !== undefined && written[key] === undefined;
  if (isShared) return { ...problem, place: document.place([key]) };
  const place = document.place(key === undefined ? path : [...path, key]);
  return { ...problem, message: `In the test "${written.name}": ${problem.message}`, place };
}

/** Which keys a problem may be about that elsewhere is about options. */
function keysOf({ code, about }: Problem): readonly (keyof Setting)[] {
  if (about !== undefined) return [about];
  switch (code) {
    case 'unknown-tag':
    case 'no-stages-left':
      return ['tags', 'skip-tags', 'start-at'];
    case 'unknown-stage':
      return ['start-at'];
    case 'extra-vars':
    case 'variable-unused':
      return ['extra-vars'];
    case 'file-unreadable':
    case 'no-hosts':
      return ['inventory'];
    default:
      return [];
  }
}
