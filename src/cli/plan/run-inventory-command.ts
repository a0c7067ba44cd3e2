import { spawn } from 'node:child_process';
import type { Problem } from '../../document/problem.ts';
import { lastLine } from '../../result/last-line.ts';
import type { World } from '../world.ts';

const timeoutMs = 60_000;
const mostBytes = 64 * 1024 * 1024;

/** What a dynamic inventory printed; `name` is that of its places. */
export interface CommandOutput {
  readonly name: string;
  readonly text: string;
}

/**
 * Runs a program that prints the JSON of a dynamic inventory of Ansible: shell text, to which ` --list` is added. Its
 * processes are ended when it takes longer than a minute or prints more than any fleet needs.
 */
export async function runInventoryCommand(
  { cwd, env }: World,
  command: string,
  limitMs = timeoutMs,
): Promise<CommandOutput | { readonly problem: Problem }> {
  const name = `${command} --list`;
  const ended = await run(name, { cwd, env, limitMs });
  if (ended.wrong === undefined) return { name, text: ended.stdout };
  const said = lastLine(ended.stderr);
  const problem: Problem = {
    code: 'inventory-command-failed',
    message: `The inventory command ${ended.wrong}${said === '' ? '' : `: ${said}`}.`,
    advice: `Run it yourself: ${name}. It has to print JSON and end with exit code 0.`,
  };
  return { problem };
}

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** For a sentence; absent when it went well. */
  readonly wrong?: string;
}

interface Limits extends Pick<World, 'cwd' | 'env'> {
  readonly limitMs: number;
}

function run(text: string, { cwd, env, limitMs }: Limits): Promise<Ended> {
  // A group of its own, so that all that it starts can be ended with it.
  const child = spawn('/bin/sh', ['-c', text], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  let [bytes, stderr] = [0, ''];
  let wrong: string | undefined;
  const stop = (why: string) => {
    wrong ??= why;
    if (child.pid !== undefined) endGroup(child.pid);
    child.stdout.destroy();
    child.stderr.destroy();
  };
  const timer = setTimeout(() => stop(`took longer than ${limitMs / 1000} s`), limitMs);
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > mostBytes) stop('printed more than 64 MiB');
    else chunks.push(chunk);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr = (stderr + chunk).slice(-4096);
  });
  return new Promise((resolve) => {
    const end = (why?: string) => {
      clearTimeout(timer);
      const reason = wrong ?? why;
      const stdout = Buffer.concat(chunks).toString('utf8');
      resolve({ stdout, stderr, ...(reason !== undefined && { wrong: reason }) });
    };
    child.on('error', (error) => end(`could not be started (${error.message})`));
    child.on('close', (code) =>
      end(code === 0 ? undefined : `ended with exit code ${code ?? 'of a signal'}`),
    );
  });
}

function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
