import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { tellFailure } from '../../src/cli/failure.ts';
import { makeProgram } from '../../src/cli/program.ts';
import type { World } from '../../src/cli/world.ts';

export interface End {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A directory with these files, in which the command line is called without a process of its own. */
export class Desk implements Disposable {
  readonly directory = mkdtempSync(join(tmpdir(), 'aeonrun-desk-'));

  constructor(files: Readonly<Record<string, string | Buffer>> = {}) {
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name: string, text: string | Buffer): void {
    const path = join(this.directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode: 0o600 });
  }

  /** What the process would write and end with. */
  async call(args: readonly string[], env: Readonly<Record<string, string>> = {}, stdin = ''): Promise<End> {
    return this.inWorld(env, stdin, async (world) => {
      let code = 0;
      const program = makeProgram(world, '0.0.0', (ended) => {
        code = ended;
      });
      try {
        await program.parseAsync([...args], { from: 'user' });
      } catch (error) {
        code = tellFailure(world, args, error);
      }
      return code;
    });
  }

  /** The same for a command that is called by itself. */
  async inWorld(
    env: Readonly<Record<string, string>>,
    stdin: string,
    command: (world: World) => Promise<number>,
  ): Promise<End> {
    const [stdout, stderr] = [new Heard(), new Heard()];
    const { directory } = this;
    // Streams that are no terminal: views and commands use no more of them than this.
    const world = {
      env,
      cwd: directory,
      home: directory,
      stdin: Readable.from([stdin]),
      stdout,
      stderr,
    } as unknown as World;
    const code = await command(world);
    return { code, stdout: stdout.text, stderr: stderr.text };
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

class Heard extends PassThrough {
  text = '';

  override write(chunk: string | Uint8Array): boolean {
    this.text += chunk.toString();
    return true;
  }
}
