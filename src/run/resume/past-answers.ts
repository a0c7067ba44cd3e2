import { TaskFailure } from '../../result/task-failure.ts';
import type { Answers, CommandAnswer, LookAnswer } from '../../stages/answers.ts';
import type { CommandStep, Step } from '../../stages/step.ts';
import type { PastAttempt } from './past.ts';

/**
 * What is known of an attempt that an earlier process of the run began. Its stage goes through its steps again; the
 * command, which ran there at most once, is answered from the host's evidence and not started. Nothing that comes before it is
 * done again: it could fail now, and what has run would be called not begun.
 */
export class PastAnswers {
  readonly #command: () => CommandAnswer;
  readonly #bootId: string | undefined;
  #wasAsked = false;

  /** `command` throws what the host's evidence comes to where that is no exit code. */
  constructor({ bootId }: PastAttempt, command: () => CommandAnswer) {
    this.#bootId = bootId;
    this.#command = command;
  }

  /** Undefined where the step is still to be done. @throws TaskFailure, TransportError */
  answer(step: Step): Answers[Step['kind']] | undefined {
    if (this.#wasAsked) return undefined;
    switch (step.kind) {
      case 'command':
        return this.#answerCommand(step);
      case 'local':
        return this.#answerCommand({});
      case 'look':
        return sparesNothing;
      case 'read-file':
        return Buffer.alloc(0); // The command is made of it, and is not sent.
      case 'boot-id':
        return this.#bootId;
      default:
        return undefined;
    }
  }

  #answerCommand({ mayLoseLink = false }: Pick<CommandStep, 'mayLoseLink'>): CommandAnswer {
    this.#wasAsked = true;
    try {
      return this.#command();
    } catch (error) {
      const isLost = error instanceof TaskFailure && error.reason === 'link_lost';
      if (isLost && mayLoseLink) return { kind: 'link-lost' };
      throw error;
    }
  }
}

/** A check before the command: that it was begun is what the check came to. */
const sparesNothing: LookAnswer = { exitCode: 0, stdout: '', stderr: '' };
