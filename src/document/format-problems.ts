import { countText } from '../result/count-text.ts';
import { codeFrame } from './code-frame.ts';
import { isError, type Place, type Problem } from './problem.ts';
import { sortProblems } from './problem-order.ts';

/**
 * Problems for a person, in the order of the files and lines: where and which, the lines in question, the reason and
 * what to do. `texts` holds the text of each file by its name; problems of other files are told without lines.
 */
export function formatProblems(
  problems: readonly Problem[],
  texts: ReadonlyMap<string, string>,
  options: { readonly color: boolean },
): string {
  const paint = options.color ? painted : plain;
  const lines = new Map<string, readonly string[]>();
  const linesOf = (file: string) => {
    const known = lines.get(file) ?? texts.get(file)?.split(/\r?\n/) ?? [];
    lines.set(file, known);
    return known;
  };
  return sortProblems(problems)
    .map((problem) => `${formatProblem(problem, linesOf, paint).join('\n')}\n`)
    .join('\n');
}

/** `2 errors and 1 warning`. */
export function countProblems(problems: readonly Problem[]): string {
  const errors = problems.filter(isError).length;
  const counts = [counted(errors, 'error'), counted(problems.length - errors, 'warning')];
  return counts.filter((count) => count !== '').join(' and ') || 'no problems';
}

function counted(count: number, noun: string): string {
  if (count === 0) return '';
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function formatProblem(
  problem: Problem,
  linesOf: (file: string) => readonly string[],
  paint: Paint,
): string[] {
  const { place } = problem;
  const level = isError(problem) ? 'error' : 'warning';
  const mark = paint(level, `${level}[${problem.code}]`);
  const where = place ? `${paint('place', `${place.file}:${place.line}:${place.column}`)}  ` : '';
  const frame = place ? codeFrame(linesOf(place.file), place) : [];
  return [
    `${where}${mark}`,
    ...frame.map(({ gutter, text, kind }) => {
      const line = kind === 'carets' ? paint(level, text) : text;
      return `  ${paint('gutter', `${gutter} |`)} ${line}`.trimEnd();
    }),
    `  ${problem.message}`,
    ...(problem.includedBy === undefined ? [] : [`  ${chainSentence(problem.includedBy)}`]),
    ...(problem.advice === undefined ? [] : [`  ${paint('advice', problem.advice)}`]),
  ];
}

/** `Included by a.yml:3, by b.yml:7.` */
function chainSentence(places: readonly Place[]): string {
  return `Included by ${places.map(({ file, line }) => `${file}:${line}`).join(', by ')}.`;
}

type Paint = (style: keyof typeof styles, text: string) => string;

/** SGR parameters (ECMA-48). */
const styles = { error: '1;31', warning: '1;33', place: '1', gutter: '2', advice: '36' } as const;

function painted(style: keyof typeof styles, text: string): string {
  return `\x1b[${styles[style]}m${text}\x1b[0m`;
}

function plain(_style: keyof typeof styles, text: string): string {
  return text;
}
