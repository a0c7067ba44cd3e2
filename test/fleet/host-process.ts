import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** How a command ended that a test ran inside a host. */
export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A host's first process in namespaces of its own. It obeys words on its stdin and repeats each on stdout when done;
 * all processes of the host end with it, and it ends with us.
 */
export class HostProcess implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams;
  /** By which signal its first process ended, once it has. */
  readonly ended: Promise<NodeJS.Signals | null>;
  #log = '';
  #said = '';
  #wake: () => void = () => {};

  constructor(namespaces: readonly string[], command: readonly string[]) {
    this.#child = spawn('unshare', [...namespaces, '--fork', '--kill-child', ...command]);
    this.ended = new Promise((resolve) => {
      this.#child.on('exit', (_code, signal) => {
        this.#heard();
        resolve(signal);
      });
    });
    this.#child.stdin.on('error', () => {}); // It ended first: seen by its missing answer.
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#said += text;
      this.#heard();
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#log += text;
      this.#heard();
    });
  }

  /** What it and its sshd wrote to stderr. */
  get log(): string {
    return this.#log;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Waits for a word that it says by itself. */
  async hear(word: string): Promise<void> {
    await this.until(`the word "${word}"`, () => this.#said.includes(`${word}\n`));
    this.#said = this.#said.replace(`${word}\n`, '');
  }

  /** Sends a word and waits until it is done. */
  async tell(word: string): Promise<void> {
    this.#child.stdin.write(`${word}\n`);
    await this.hear(word);
  }

  /** Waits until `isTrue`, looked at whenever something was written. Rejects after 10 s or when the host ends. */
  async until(what: string, isTrue: () => boolean): Promise<void> {
    const deadline = Date.now() + 10_000;
    while (!isTrue()) {
      if (!this.isRunning) throw new Error(`the test host ended before ${what}; it wrote:\n${this.#log}`);
      if (Date.now() > deadline)
        throw new Error(`no ${what} in 10 s from the test host; it wrote:\n${this.#log}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 500);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** Runs shell text as root inside the host, without ssh. */
  async exec(command: string): Promise<Ended> {
    // What --wd names is the directory of this machine, and a relative path would lead out of the host.
    const args = ['--target', String(await this.pid()), '--all', 'sh', '-c', `cd /\n${command}`];
    return new Promise((resolve) => {
      execFile('nsenter', args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
        resolve({ exitCode: typeof error?.code === 'number' ? error.code : error ? 255 : 0, stdout, stderr });
      });
    });
  }

  /** Of its first process, as this machine counts. */
  async pid(): Promise<number> {
    const { pid } = this.#child;
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return Number(children.trim().split(' ')[0]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL'); // `--kill-child` passes it on.
    await this.ended;
  }

  #heard(): void {
    this.#wake();
  }
}
