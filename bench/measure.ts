import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One program, started once. */
export interface Contestant {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Measured {
  readonly wallMs: number;
  /** User and system time of the program and of all children that it waited for. */
  readonly cpuMs: number;
  /** Of the largest process. */
  readonly mostMemoryKb: number;
}

/** Runs it to its end under time(1), with its output in a file. Rejects when it fails: a wrong answer is not fast. */
export async function measure({ name, command, env = {} }: Contestant, directory: string): Promise<Measured> {
  const [usage, output] = [join(directory, 'usage'), join(directory, 'output')];
  const file = openSync(output, 'w');
  const startedMs = performance.now();
  const child = spawn('time', ['-o', usage, '-f', '%U %S %M', ...command], {
    cwd: directory,
    env: { ...process.env, ...env },
    stdio: ['ignore', file, file],
  });
  const exitCode = await new Promise((resolve, reject) => child.on('error', reject).on('exit', resolve));
  const wallMs = performance.now() - startedMs;
  if (exitCode !== 0) {
    throw new Error(`${name} failed with ${exitCode}:\n${readFileSync(output, 'utf8').slice(-3000)}`);
  }
  const [user = 0, system = 0, mostMemoryKb = 0] = readFileSync(usage, 'utf8').trim().split(' ').map(Number);
  return { wallMs, cpuMs: (user + system) * 1000, mostMemoryKb };
}
