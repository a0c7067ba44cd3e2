import type { Problem } from '../../document/problem.ts';
import type { Masker } from '../../secret/masker.ts';

/** What is wrong, without the values that are secret: a path may be one. */
export function maskedProblems(masker: Masker, problems: readonly Problem[]): readonly Problem[] {
  return problems.map(({ message, advice, ...problem }) => ({
    ...problem,
    message: masker.mask(message),
    ...(advice !== undefined && { advice: masker.mask(advice) }),
  }));
}
