import { countProblems, formatProblems } from '../document/format-problems.ts';
import { isError } from '../document/problem.ts';
import { problemsJson } from '../document/problems-json.ts';
import { errorJson } from './error-json.ts';
import type { LoadedPlan } from './load-plan.ts';
import { hasColor, type World } from './world.ts';

type Found = Pick<LoadedPlan, 'problems' | 'texts'>;

/** Every problem with its code frame, on stderr, and how many there are. Nothing when there are none. */
export function tellProblems(world: World, { problems, texts }: Found): void {
  if (problems.length === 0) return;
  world.stderr.write(`${formatProblems(problems, texts, { color: hasColor(world, world.stderr) })}\n`);
  world.stderr.write(`${countLine(problems)}\n`);
}

/** The same as data, on stdout, in one line: it may stand where events were expected. */
export function writeProblems({ stdout }: World, { problems }: Found): void {
  const hasErrors = problems.some(isError);
  const error = hasErrors ? errorJson('problems', 2, countLine(problems)) : {};
  stdout.write(`${JSON.stringify({ ...error, problems: problemsJson(problems) })}\n`);
}

function countLine(problems: Found['problems']): string {
  return `${countProblems(problems)}${problems.some(isError) ? '; nothing was contacted' : ''}`;
}
