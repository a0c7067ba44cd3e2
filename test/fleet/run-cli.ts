import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeOwnedDirectory } from './owned-directory.ts';

const entry = join(import.meta.dirname, '../../src/cli/main.ts');

export interface CliOptions {
  /** Beside PATH, HOME and XDG_STATE_HOME, which are the workplace's: nothing else is inherited. */
  readonly env?: Readonly<Record<string, string>>;
  /** Empty unless told. */
  readonly stdin?: string;
}

export interface CliEnd {
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A directory for playbooks and inventories, where the command line runs, with a home and a state directory of its own. */
export async function makeWorkplace(program = entry): Promise<Workplace> {
  return new Workplace(await makeOwnedDirectory('workplace'), program);
}

/** Made by `makeWorkplace`. Ends what still runs when it is disposed. */
export class Workplace implements AsyncDisposable {
  readonly directory: string;
  readonly #program: string;
  readonly #started: Cli[] = [];

  constructor(directory: string, program: string) {
    this.directory = directory;
    this.#program = program;
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  /** Readable by its owner alone, as files with passwords have to be. */
  async write(name: string, content: string | Buffer): Promise<void> {
    await mkdir(dirname(this.path(name)), { recursive: true });
    await writeFile(this.path(name), content, { mode: 0o600 });
  }

  /** Runs the command line to its end. */
  run(args: readonly string[], options: CliOptions = {}): Promise<CliEnd> {
    return this.start(args, options).ended;
  }

  /** Starts the command line, for tests that interrupt or kill it. */
  start(args: readonly string[], { env = {}, stdin = '' }: CliOptions = {}): Cli {
    const own = { PATH: process.env.PATH, HOME: this.directory, XDG_STATE_HOME: this.path('state') };
    const child = spawn(process.execPath, [this.#program, ...args], {
      cwd: this.directory,
      env: { ...own, ...env },
    });
    child.stdin.on('error', () => {}); // It may end without reading.
    child.stdin.end(stdin);
    const cli = new Cli(child);
    this.#started.push(cli);
    return cli;
  }

  /** The directories of the runs that were started here, oldest first. */
  async runDirectories(): Promise<string[]> {
    const runs = this.path('state/aeon-run/runs');
    const names = await readdir(runs).catch(() => []);
    return names.sort().map((name) => join(runs, name));
  }

  /** A file of the newest run, such as `journal.ndjson`. */
  async readOfRun(name: string): Promise<string> {
    const newest = (await this.runDirectories()).at(-1);
    if (newest === undefined) throw new Error(`no run was started in ${this.directory}`);
    return readFile(join(newest, name), 'utf8');
  }

  /** The newest run's results.json. */
  async results(): Promise<unknown> {
    return JSON.parse(await this.readOfRun('results.json'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const cli of this.#started) {
      cli.signal('SIGKILL');
      await cli.ended;
    }
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** A command line that runs. */
export class Cli {
  readonly ended: Promise<CliEnd>;
  readonly #child: ChildProcessWithoutNullStreams;
  #stdout = '';
  #stderr = '';

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.ended = new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) =>
        resolve({ exitCode: code ?? undefined, stdout: this.stdout, stderr: this.stderr }),
      );
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** So far. */
  get stdout(): string {
    return this.#stdout;
  }

  /** So far. */
  get stderr(): string {
    return this.#stderr;
  }

  /** `SIGINT` as Ctrl-C sends it. */
  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }
}
