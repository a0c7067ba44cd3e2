import { TaskFailure } from '../../result/task-failure.ts';
import type { CommandAnswer, CommandStep } from '../../stages/step.ts';
import type { PastAttempt } from './past.ts';

/**
 * What is known of an attempt that an earlier process of the run began. Its stage goes through its steps again; the
 * command, which ran there at most once, is answered from the host's evidence and not started.
 */
export class PastAnswers {
  readonly #command: () => CommandAnswer;
  #bootId: string | undefined;
  #wasAsked = false;

  /** `command` throws what the host's evidence comes to where that is no exit code. */
  constructor({ bootId }: PastAttempt, command: () => CommandAnswer) {
    this.#bootId = bootId;
    this.#command = command;
  }

  /** The boot that was noted before the command; once. */
  takeBootId(): string | undefined {
    const bootId = this.#bootId;
    this.#bootId = undefined;
    return bootId;
  }

  get hasCommand(): boolean {
    return !this.#wasAsked;
  }

  /** @throws TaskFailure, TransportError */
  command({ mayLoseLink = false }: Pick<CommandStep, 'mayLoseLink'>): CommandAnswer {
    this.#wasAsked = true;
    try {
      return this.#command();
    } catch (error) {
      const isLost = error instanceof TaskFailure && error.reason === 'link_lost';
      if (isLost && mayLoseLink) return { kind: 'link-lost' };
      throw error;
    }
  }

  /** For a stage that found, on its second way, nothing left to do: how its command ended counts all the same. */
  expectGood(): Omit<Extract<CommandAnswer, { kind: 'exited' }>, 'kind'> | undefined {
    if (this.#wasAsked) return undefined;
    const answer = this.command({});
    if (answer.kind !== 'exited') return undefined;
    const { kind: _, ...end } = answer;
    if (end.exitCode === 0) return end;
    throw new TaskFailure('exit_code', `the command ended with exit code ${end.exitCode}`, end);
  }
}
