import type { AnyAuthMethod, Prompt } from 'ssh2';
import { TransportError } from '../../errors.ts';
import type { Endpoint } from '../../transport.ts';
import { placeOf } from '../place.ts';
import { printable } from '../printable.ts';
import { rejectedLogin } from './authentication-failure.ts';
import type { Proof, Proofs } from './credentials.ts';

/**
 * One login: which proof comes next, each at most once. A password is sent once, in the one way that the server takes,
 * so the server is asked for its ways before.
 */
export class Authentication {
  readonly #endpoint: Endpoint;
  readonly #problems: readonly string[];
  readonly #left: Set<Proof>;
  readonly #tried: Proof[] = [];
  /** The server took them and wants more. */
  readonly #taken: Proof[] = [];
  readonly #fail: (failure: TransportError) => void;
  #last: Proof | 'question' | undefined;
  /** What the server says can go on; undefined when that is not known. */
  #offered: readonly string[] | undefined;
  #wasPasswordSent = false;

  /** `fail` ends the login. */
  constructor(endpoint: Endpoint, { usable, problems }: Proofs, fail: (failure: TransportError) => void) {
    this.#endpoint = endpoint;
    this.#problems = problems;
    this.#left = new Set(usable);
    this.#fail = fail;
  }

  get wasPasswordSent(): boolean {
    return this.#wasPasswordSent;
  }

  get waitsForAgent(): boolean {
    return typeof this.#last === 'object' && this.#last.kind === 'agent';
  }

  /** No other key comes after the one that is tried. */
  get isLastKey(): boolean {
    return [...this.#left].every(({ kind }) => kind === 'password');
  }

  /**
   * `said`: ssh2 hands on the server's last list, null before the first. `isPartial`: the last proof was good, and is not enough.
   * Undefined when nothing is left: it has failed.
   */
  next(said: readonly string[] | null, isPartial = false): AnyAuthMethod | undefined {
    const { user: username } = this.#endpoint;
    this.#offered = said ?? undefined;
    this.#judged(isPartial);
    if (this.#offered === undefined && this.#mustAsk()) return this.#ask(username);
    for (const proof of this.#left) {
      const method = this.#method(proof);
      if (method === undefined) continue;
      this.#last = proof;
      this.#left.delete(proof);
      this.#tried.push(proof);
      return method;
    }
    if (this.waitsForAgent && this.#left.size > 0) return this.#ask(username);
    this.#fail(this.rejected());
    return;
  }

  /** RFC 4252 section 5.1. A key that the server takes none of yet was not looked at: a password may have to come before it. */
  #judged(isPartial: boolean): void {
    const last = this.#tried.at(-1);
    if (last === undefined || last !== this.#last) return;
    const isEarly = last.kind === 'key' && this.#offered?.includes('publickey') === false;
    if (!isPartial && !isEarly) return;
    this.#tried.pop();
    if (isPartial) this.#taken.push(last);
    else this.#left.add(last);
  }

  /**
   * A key may just be tried: the answer brings the list. A password may not, and ssh2 does not look at the lists that
   * come while it tries the keys of an agent.
   */
  #mustAsk(): boolean {
    const [first] = this.#left;
    return first?.kind === 'password' || (first?.kind === 'agent' && this.#left.size > 1);
  }

  /** RFC 4252 section 5.2: `none` tells what can go on. OpenSSH counts it as an attempt unless it comes first. */
  #ask(username: string): AnyAuthMethod {
    this.#last = 'question';
    return { type: 'none', username };
  }

  /** The server closed the login, or nothing is left to try. */
  rejected(): TransportError {
    return rejectedLogin(this.#endpoint, {
      tried: this.#tried,
      taken: this.#taken,
      problems: this.#problems,
      offered: this.#offered,
    });
  }

  #method(proof: Proof): AnyAuthMethod | undefined {
    const { user: username } = this.#endpoint;
    const isOffered = (name: string) => this.#offered?.includes(name) ?? true;
    if (proof.kind !== 'password') {
      if (!isOffered('publickey')) return;
      if (proof.kind === 'key') return { type: 'publickey', username, key: proof.key };
      return { type: 'agent', username, agent: proof.agent };
    }
    const { password } = proof;
    if (isOffered('password')) {
      this.#wasPasswordSent = true;
      return { type: 'password', username, password };
    }
    if (!isOffered('keyboard-interactive')) return;
    return {
      type: 'keyboard-interactive',
      username,
      prompt: (_name, _instructions, _language, prompts, answer) => this.#answer(prompts, password, answer),
    };
  }

  /** One hidden question is the one for the password; whatever else is asked we have no answer to. */
  #answer(prompts: readonly Prompt[], password: string, answer: (answers: string[]) => void): void {
    const [prompt] = prompts;
    if (prompts.length === 1 && prompt?.echo !== true && !this.#wasPasswordSent) {
      this.#wasPasswordSent = true;
      answer([password]);
      return;
    }
    const questions = prompts.map(({ prompt: text }) => `"${printable(text)}"`).join(', ');
    const message = `${placeOf(this.#endpoint)} asks ${this.#endpoint.user} for more than a password (${questions}): log in with a key instead`;
    this.#fail(new TransportError('auth_rejected', message));
  }
}
