import { countProblems, formatProblems } from '../document/format-problems.ts';
import { isError } from '../document/problem.ts';
import { problemsJson } from '../document/problems-json.ts';
import type { LoadedPlan } from './load-plan.ts';
import { hasColor, type World } from './world.ts';

type Found = Pick<LoadedPlan, 'problems' | 'texts'>;

/** Every problem with its code frame, on stderr, and how many there are. Nothing when there are none. */
export function tellProblems(world: World, { problems, texts }: Found): void {
  if (problems.length === 0) return;
  world.stderr.write(`${formatProblems(problems, texts, { color: hasColor(world, world.stderr) })}\n`);
  const end = problems.some(isError) ? '; nothing was contacted' : '';
  world.stderr.write(`${countProblems(problems)}${end}\n`);
}

/** The same as data, on stdout. */
export function writeProblems({ stdout }: World, { problems }: Found): void {
  stdout.write(`${JSON.stringify({ problems: problemsJson(problems) }, null, 2)}\n`);
}
