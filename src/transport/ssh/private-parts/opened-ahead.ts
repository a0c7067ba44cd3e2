import type { Client, ClientCallback } from 'ssh2';
import { privateField, privateObject } from './private-field.ts';

/** What stands in a request until the command is known. Each has another one. */
let lastNumber = 0;

/**
 * A channel that is opened before it is known what shall run in it: what is asked for then is one round trip away and not two. ssh2
 * asks for the command as soon as the channel is open, so its request is held back, hence its private field; where that is called
 * otherwise, `open` gives nothing, and channels are opened when they are needed.
 */
export class OpenedAhead {
  readonly #placeholder: string;
  readonly #onGone: (error: Error) => void;
  #command: string | undefined;
  #callback: ClientCallback | undefined;
  #request: ((command: string) => void) | undefined;

  /** `onGone` is called with why, where it could not be opened or the host closed it before a command came. */
  static open(client: Client, onGone: (error: Error) => void): OpenedAhead | undefined {
    const requests = requestsOf(client);
    if (requests === undefined) return;
    lastNumber += 1;
    const ahead = new OpenedAhead(`channel ${lastNumber}, opened ahead`, onGone);
    requests.set(ahead.#placeholder, (request) => ahead.#isOpen(request));
    client.exec(ahead.#placeholder, (error, channel) => {
      requests.delete(ahead.#placeholder);
      ahead.#hear(error, channel);
    });
    return ahead;
  }

  private constructor(placeholder: string, onGone: (error: Error) => void) {
    this.#placeholder = placeholder;
    this.#onGone = onGone;
  }

  /** As `Client.exec`. To be called once, and not after `onGone`. */
  exec(command: string, callback: ClientCallback): void {
    this.#command = command;
    this.#callback = callback;
    this.#request?.(command);
  }

  #isOpen(request: (command: string) => void): void {
    this.#request = request;
    if (this.#command !== undefined) request(this.#command);
  }

  #hear: ClientCallback = (error, channel) => {
    if (this.#callback !== undefined) this.#callback(error, channel);
    else this.#onGone(error ?? new Error('the host answered what it was not asked'));
  };
}

/** Takes what sends the request, which wants the command. */
type HeldBack = Map<string, (request: (command: string) => void) => void>;

const requestsByClient = new WeakMap<Client, HeldBack>();

/** The requests of a client that are held back, by their placeholders. */
function requestsOf(client: Client): HeldBack | undefined {
  const known = requestsByClient.get(client);
  if (known !== undefined) return known;
  const protocol = privateObject(client, '_protocol');
  const exec = privateField(protocol, 'exec');
  if (protocol === undefined || typeof exec !== 'function') return;
  const held: HeldBack = new Map();
  Reflect.set(protocol, 'exec', (...args: readonly unknown[]) => {
    const at = args.findIndex((arg) => typeof arg === 'string' && held.has(arg));
    const take = held.get(String(args[at]));
    if (take === undefined) exec.apply(protocol, args);
    else take((command) => exec.apply(protocol, args.with(at, command)));
  });
  requestsByClient.set(client, held);
  return held;
}
