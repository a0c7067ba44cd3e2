import { spawn } from 'node:child_process';
import type { Channel, ChannelEnd, Connection } from '../../src/transport/transport.ts';

/** A connection whose commands run here, each in a session of its own as sshd gives it; as another user where root tests. */
export function localConnection(env: NodeJS.ProcessEnv = {}, uid?: number): Connection {
  return {
    lost: new Promise(() => {}),
    isUsable: true,
    open: async (command) => start(command, env, uid),
    [Symbol.asyncDispose]: async () => {},
  };
}

function start(command: string, env: NodeJS.ProcessEnv, uid?: number): Channel {
  const child = spawn('/bin/sh', ['-c', command], {
    detached: true,
    ...(uid !== undefined && { uid }),
    cwd: env.HOME,
    env: { PATH: process.env.PATH, ...env },
  });
  child.stdin.on('error', () => {});
  const end = (event: 'close' | 'exit') =>
    new Promise<ChannelEnd>((resolve) =>
      child.on(event, (code, signal) =>
        resolve(code === null ? { kind: 'signal', signal: signal ?? 'KILL' } : { kind: 'exit', code }),
      ),
    );
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    ended: end('close'),
    exited: end('exit'),
    close: () => {
      child.stdin.destroy();
      child.stdout.destroy();
      child.stderr.destroy();
    },
  };
}
