import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerChannel } from 'ssh2';
import { whyOf } from '../result/why.ts';
import { closePipes, type RealPipes, realPipes } from './real-pipes.ts';

export interface HostCommand {
  /** A signal by its name in RFC 4254 section 6.10, without SIG. */
  signal(name: string): void;
  /** The process group: that of the first process. Undefined before it is started. */
  readonly group: number | undefined;
  /** Settles when the first process is gone. */
  readonly exited: Promise<void>;
}

export interface CommandPlace {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** How long the host thinks before it starts anything. */
  readonly latencyMs: number;
}

/** Runs a command as sshd(8) does: in a session of its own, its streams on the channel, which ends when nobody writes any more. */
export function runOnChannel(command: string, channel: ServerChannel, place: CommandPlace): HostCommand {
  const running = new RunningCommand(channel);
  channel.on('error', () => {}); // A link that breaks: the process meets a closed pipe.
  void running.begin(command, place);
  return running;
}

class RunningCommand implements HostCommand {
  readonly exited: Promise<void>;
  readonly #channel: ServerChannel;
  #resolveExited: () => void = () => {};
  #child: ChildProcess | undefined;

  constructor(channel: ServerChannel) {
    this.#channel = channel;
    this.exited = new Promise((resolve) => {
      this.#resolveExited = resolve;
    });
  }

  get group(): number | undefined {
    const { pid, exitCode, signalCode } = this.#child ?? {};
    return exitCode === null && signalCode === null ? pid : undefined;
  }

  signal(name: string): void {
    if (this.group === undefined || !/^[A-Z0-9]+$/.test(name)) return;
    try {
      process.kill(-this.group, `SIG${name}`);
    } catch {
      // Gone already, or a signal that this system does not know.
    }
  }

  async begin(command: string, place: CommandPlace): Promise<void> {
    if (place.latencyMs > 0) await sleep(place.latencyMs);
    if (this.#channel.destroyed) return this.#resolveExited();
    try {
      const pipes = await realPipes();
      if (!this.#channel.destroyed) return this.#start(command, place, pipes);
      closePipes(pipes);
      this.#resolveExited();
    } catch (error) {
      this.#notStarted(error);
    }
  }

  #start(command: string, { directory, environment }: CommandPlace, pipes: RealPipes): void {
    const { stdout, stderr } = pipes;
    const channel = this.#channel;
    const child = spawnOrClose(pipes, () =>
      spawn('/bin/sh', ['-c', command], {
        cwd: directory,
        env: environment,
        detached: true,
        stdio: ['pipe', stdout.writeEnd, stderr.writeEnd],
      }),
    );
    this.#child = child;
    this.#feed(child.stdin);
    const output = new OneAtATime();
    output.carry(stdout.reader, channel);
    output.carry(stderr.reader, channel.stderr);
    channel.once('close', () => {
      child.stdin?.destroy();
      stdout.reader.destroy();
      stderr.reader.destroy();
    });
    child.once('error', (error) => this.#notStarted(error));
    child.once('exit', (code, signal) => {
      if (code === null) channel.exit(signal?.replace('SIG', '') ?? 'KILL', false, '');
      else channel.exit(code);
      this.#resolveExited();
    });
    const closed = [stdout, stderr].map(
      ({ reader }) => new Promise((resolve) => reader.once('close', resolve)),
    );
    void Promise.all([this.exited, ...closed]).then(async () => {
      await output.written;
      channel.end();
    });
  }

  #feed(stdin: Writable | null): void {
    if (stdin === null) return;
    stdin.on('error', () => this.#channel.resume()); // It does not read any more: what still comes is thrown away.
    this.#channel.pipe(stdin);
  }

  #notStarted(error: unknown): void {
    this.#channel.stderr.write(`the lab cannot start /bin/sh: ${whyOf(error)}\n`);
    this.#channel.exit(126);
    this.#channel.end();
    this.#resolveExited();
  }
}

/** The process alone has the ends to which it writes. */
function spawnOrClose(pipes: RealPipes, start: () => ChildProcess): ChildProcess {
  try {
    const child = start();
    closeSync(pipes.stdout.writeEnd);
    closeSync(pipes.stderr.writeEnd);
    return child;
  } catch (error) {
    closePipes(pipes);
    throw error;
  }
}

/**
 * The two streams of a channel share its window. Where both wait for room, ssh2 goes on with the first and forgets the second
 * (lib/server.js, WINDOW_ADJUST); so never more than one of them waits.
 */
class OneAtATime {
  /** Settles when all that came so far is on its way; never, where the channel is closed. */
  written: Promise<void> = Promise.resolve();

  carry(from: Readable, to: Writable): void {
    from.on('data', (chunk: Buffer) => {
      from.pause();
      this.written = this.written
        .then(() => new Promise<void>((resolve) => to.write(chunk, () => resolve())))
        .then(() => void from.resume());
    });
  }
}
