import type { Writable } from 'node:stream';
import { becomeMarks } from '../../shell/become/method.ts';
import type { PasswordTrial } from '../link.ts';

/** How a conversation gets to another user. */
export interface BecomeTalkPlan {
  /** Of the marks that are said before the other user's shell is ready. */
  readonly nonce: string;
  /** For that shell. */
  readonly script: string;
  /** What the program that changes the user asks, where it has no mark for it; at the end of what it says. */
  readonly prompt?: RegExp;
  readonly password?: string;
  readonly trial?: PasswordTrial;
}

/** What was seen of a change of the user. */
export interface BecomeSeen {
  /** What the program that changes the user said before the body ran, its end. */
  readonly becomeSaid: string;
  /** How often it asked for the password. */
  readonly passwordsAsked: number;
  readonly wasPasswordSent: boolean;
  /**
   * It asked, or does so unheard, and gets no answer: it waits for one until its processes are ended. An end of input would be one more wrong
   * password to PAM.
   */
  readonly isLeftWaiting: boolean;
}

export const nothingSeen: BecomeSeen = {
  becomeSaid: '',
  passwordsAsked: 0,
  wasPasswordSent: false,
  isLeftWaiting: false,
};

const longestSaid = 2000;

/** The part of a conversation before the other user's shell is ready: answers its question for the password, once. */
export class BecomeTalk {
  readonly #plan: BecomeTalkPlan;
  readonly #stdin: Writable;
  readonly #onLeftWaiting: () => void;
  #said = '';
  #asked = 0;
  #mustAsk = false;
  #wasSent = false;
  #isLeftWaiting = false;

  constructor(plan: BecomeTalkPlan, stdin: Writable, onLeftWaiting: () => void) {
    this.#plan = plan;
    this.#stdin = stdin;
    this.#onLeftWaiting = onLeftWaiting;
  }

  get seen(): BecomeSeen {
    return {
      becomeSaid: this.#said,
      passwordsAsked: this.#asked,
      wasPasswordSent: this.#wasSent,
      isLeftWaiting: this.#isLeftWaiting,
    };
  }

  /** Whether the other user's shell takes its script now. */
  async hear(word: string): Promise<boolean> {
    if (word === 'ready') {
      // Where it had to ask first, another program still waits for the password, and would take the script for it.
      const isSafe = !this.#mustAsk || this.#asked > 0;
      if (!isSafe) this.#stdin.end();
      return isSafe;
    }
    if (word === becomeMarks.terminal) this.#mustAsk = true;
    else if (word === becomeMarks.password) await this.#answer();
    else if (word === becomeMarks.unasked) this.#stdin.end();
    return false;
  }

  /** What comes outside of marks. Where there is no mark for the question, it is known by its text. */
  async says(bytes: Buffer): Promise<void> {
    this.#said = (this.#said + bytes.toString('utf8')).slice(-longestSaid);
    if (!this.#plan.prompt?.test(this.#said)) return;
    this.#said = '';
    await this.#answer();
  }

  sendScript(): void {
    if (this.#wasSent) this.#plan.trial?.accepted();
    this.#stdin.write(this.#plan.script);
  }

  /** Whatever it asks gets no answer. */
  leaveWaiting(): void {
    this.#isLeftWaiting = true;
    this.#onLeftWaiting();
  }

  /** The second question means that the first answer was wrong. */
  async #answer(): Promise<void> {
    this.#asked += 1;
    const { password, trial } = this.#plan;
    if (this.#asked > 1 || password === undefined) return this.leaveWaiting();
    if (trial !== undefined && !(await trial.mayAnswer())) return this.leaveWaiting();
    this.#wasSent = true;
    this.#stdin.write(`${password}\n`);
  }
}
