import type { Answers, Step, Steps } from '../stages/step.ts';

type Perform = (step: Step) => Promise<Answers[Step['kind']]>;

/** Performs the steps of a stage one after another; what a step throws is thrown at its `yield`. */
export async function drive<End>(steps: Steps<End>, perform: Perform): Promise<End> {
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
