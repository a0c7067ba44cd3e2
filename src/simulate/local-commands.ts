import type { LocalCommand, LocalEnd } from '../run/here/local-command.ts';
import type { AttemptName } from '../run/surroundings.ts';
import { readLook } from '../shell/look.ts';
import type { CommandModel } from './host/command-model.ts';
import type { StageWatch } from './stage-watch.ts';
import type { VirtualTime } from './time/virtual-time.ts';

/** Commands of this machine in a rehearsal: none is run, and each ends as the model says. */
export class LocalCommands {
  readonly #stages: StageWatch;
  readonly #commands: CommandModel;
  readonly #time: VirtualTime;
  /** What the command of an attempt belongs to. */
  readonly #attempts = new Map<string, AttemptName>();

  constructor(stages: StageWatch, commands: CommandModel, time: VirtualTime) {
    this.#stages = stages;
    this.#commands = commands;
    this.#time = time;
  }

  onAttempt(attemptId: string, name: AttemptName): void {
    if (this.#stages.byId(name.stage).kind === 'local') this.#attempts.set(attemptId, name);
  }

  async run({ script, attemptId, timeoutMs, signal, onOutput }: LocalCommand): Promise<LocalEnd> {
    const { stage = '', host = '' } = this.#attempts.get(attemptId) ?? {};
    this.#attempts.delete(attemptId);
    const texts = [readLook(script.trimEnd())?.command ?? script];
    const fate = this.#commands.localFate({ host, stage: this.#stages.byId(stage), texts });
    await this.#time.sleep(Math.min(fate.takesMs, timeoutMs), signal);
    if (signal.aborted) return { kind: 'cut', by: 'cancel', isGone: !fate.survivesKill };
    if (fate.takesMs > timeoutMs) return { kind: 'cut', by: 'timeout', isGone: !fate.survivesKill };
    await onOutput('stdout', Buffer.from(fate.stdout));
    await onOutput('stderr', Buffer.from(fate.stderr));
    return { kind: 'exited', exitCode: fate.exitCode };
  }
}
