import type { Answers } from '../stages/answers.ts';
import type { Step } from '../stages/step.ts';

type Answer = Answers[Step['kind']];

/** Performs the steps of a stage one after another; what a step throws is thrown at its `yield`. */
export async function drive<Asked extends Step, End>(
  steps: Generator<Asked, End, Answer>,
  perform: (step: Asked) => Promise<Answer>,
): Promise<End> {
  let next = steps.next();
  while (!next.done) {
    const step = next.value;
    next = await perform(step).then(
      (answer) => steps.next(answer),
      (error) => steps.throw(error),
    );
  }
  return next.value;
}
