import type { ConfirmAnswer } from '../stages/answers.ts';

/** Who started the run, as far as stages on this machine need them. */
export interface Controller {
  /** Of our own environment. */
  readonly variable: (name: string) => string | undefined;
  /** Asks the person at the terminal; resolves early when the signal comes. */
  readonly confirm: (question: string, signal: AbortSignal) => Promise<ConfirmAnswer>;
}

/** Nobody, with nothing set. */
export const noController: Controller = {
  variable: () => undefined,
  confirm: async () => ({ isYes: false, how: 'nobody is there to answer' }),
};
