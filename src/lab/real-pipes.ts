import { execFile } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A pipe(7): one end for a process to write to, the other to read here. */
export interface RealPipe {
  readonly reader: Socket;
  /** To be closed once a process has it. */
  readonly writeEnd: number;
}

export interface RealPipes {
  readonly stdout: RealPipe;
  readonly stderr: RealPipe;
}

/**
 * Pipes as sshd(8) gives them to a command. Those of node:child_process are sockets, of which a command cannot open the other end
 * (proc_pid_fd(5)), and so not outlive the loss of its link. Node makes no pipe(2); a fifo(7) whose name is gone is the same.
 */
export async function realPipes(): Promise<RealPipes> {
  const directory = await mkdtemp(join(tmpdir(), 'aeon-lab-pipe-'));
  try {
    const paths = ['stdout', 'stderr'].map((name) => join(directory, name));
    await promisify(execFile)('mkfifo', ['-m', '600', ...paths]);
    const stdout = openBoth(join(directory, 'stdout'));
    try {
      return { stdout, stderr: openBoth(join(directory, 'stderr')) };
    } catch (error) {
      closePipe(stdout);
      throw error;
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

export function closePipes({ stdout, stderr }: RealPipes): void {
  closePipe(stdout);
  closePipe(stderr);
}

function closePipe({ reader, writeEnd }: RealPipe): void {
  reader.destroy();
  closeSync(writeEnd);
}

/** The reader first, and at once: a writer waits for it. */
function openBoth(path: string): RealPipe {
  const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const writeEnd = openSync(path, constants.O_WRONLY);
    return { reader: new Socket({ fd: readEnd, readable: true, writable: false }), writeEnd };
  } catch (error) {
    closeSync(readEnd);
    throw error;
  }
}
