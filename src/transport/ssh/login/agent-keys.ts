import ssh2, {
  type BaseAgent,
  type IdentityCallback,
  type ParsedKey,
  type PublicKeyEntry,
  type SignCallback,
} from 'ssh2';

/** More would use up the server's MaxAuthTries (6) before another credential had its turn. */
const mostAgentKeys = 5;

/** The first keys of an agent, and what went wrong with it: ssh2 itself goes on silently. */
export class AgentKeys extends ssh2.BaseAgent<ParsedKey> {
  readonly socket: string;
  /** How many keys it offered to the server. */
  count = 0;
  problem: string | undefined;
  readonly #named: readonly ParsedKey[] | undefined;
  readonly #agent: BaseAgent<ParsedKey>;

  /** `named`: the public keys that were asked for by name; all of the agent's when undefined. */
  constructor(socket: string, named?: readonly ParsedKey[]) {
    super();
    this.#named = named;
    this.socket = socket;
    this.#agent = new ssh2.OpenSSHAgent(socket);
  }

  getIdentities(done: IdentityCallback<ParsedKey>): void {
    this.#agent.getIdentities((error, keys) => {
      if (error)
        this.problem = `the agent at ${this.socket} does not answer: is its path right (agent: in the inventory, or SSH_AUTH_SOCK)?`;
      const first = keys?.filter((key) => this.#isWanted(key)).slice(0, mostAgentKeys);
      this.count = first?.length ?? 0;
      const what = this.#named === undefined ? 'no key' : 'none of the keys that are named';
      if (!error && this.count === 0) this.problem = `the agent at ${this.socket} holds ${what}: run ssh-add`;
      done(error, first);
    });
  }

  sign(key: ParsedKey, data: Buffer, options: object | SignCallback, callback?: SignCallback): void {
    const done = typeof options === 'function' ? options : callback;
    this.#agent.sign(key, data, typeof options === 'function' ? {} : options, (error, signature) => {
      if (error) this.problem = `the agent at ${this.socket} refused to sign: was that confirmed there?`;
      done?.(error, signature);
    });
  }

  #isWanted(key: ParsedKey | PublicKeyEntry): boolean {
    if (!('getPublicSSH' in key)) return false; // ssh2 types it for agents of other kinds.
    return this.#named?.some((one) => one.getPublicSSH().equals(key.getPublicSSH())) ?? true;
  }
}
