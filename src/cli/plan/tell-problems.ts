import { countProblems, formatProblems } from '../../document/format-problems.ts';
import { jsonLine } from '../../document/json-text.ts';
import { isError } from '../../document/problem.ts';
import { sortProblems } from '../../document/problem-order.ts';
import { problemsJson } from '../../document/problems-json.ts';
import { countText } from '../../result/count-text.ts';
import { errorJson } from '../error-json.ts';
import { hasColor, type World } from '../world.ts';
import type { LoadedPlan } from './load-plan.ts';

type Found = Pick<LoadedPlan, 'problems' | 'texts'>;

/** Nobody reads more of them at a time. */
const mostTold = 50;

/**
 * Every problem with its code frame, on stderr, and how many there are; of very many the first ones, errors before
 * warnings. Nothing when there are none.
 */
export function tellProblems(world: World, { problems, texts }: Found): void {
  if (problems.length === 0) return;
  const told = firstOnes(problems);
  world.stderr.write(`${formatProblems(told, texts, { color: hasColor(world, world.stderr) })}\n`);
  const more = problems.length - told.length;
  if (more > 0) {
    world.stderr.write(
      `${countText(more)} more are not shown here; validate … --output json tells them all\n`,
    );
  }
  world.stderr.write(`${countLine(problems)}\n`);
}

function firstOnes(problems: Found['problems']): Found['problems'] {
  if (problems.length <= mostTold) return problems;
  const sorted = sortProblems(problems);
  const [errors, warnings] = [sorted.filter(isError), sorted.filter((problem) => !isError(problem))];
  return [...errors, ...warnings].slice(0, mostTold);
}

/** The same as data, on stdout, in one line: it may stand where events were expected. */
export function writeProblems({ stdout }: World, { problems }: Found): void {
  const hasErrors = problems.some(isError);
  const error = hasErrors ? errorJson('problems', 2, countLine(problems)) : {};
  stdout.write(jsonLine({ ...error, problems: problemsJson(problems) }));
}

function countLine(problems: Found['problems']): string {
  return `${countProblems(problems)}${problems.some(isError) ? '; nothing was contacted' : ''}`;
}
