import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Lab } from '../../src/lab/lab.ts';
import type { Channel, ChannelEnd, Connection } from '../../src/transport/transport.ts';

/** The options with which OpenSSH's own client logs in on a host of the lab, its key strictly checked. */
export function sshArguments(lab: Lab, name: string): string[] {
  const { address, port } = placeOf(lab, name);
  return [
    ...['-F', 'none', '-i', join(lab.directory, 'client_key'), '-p', String(port), '-l', 'lab'],
    ...['-o', 'BatchMode=yes', '-o', 'IdentitiesOnly=yes', '-o', 'StrictHostKeyChecking=yes'],
    ...['-o', `UserKnownHostsFile=${join(lab.directory, 'known_hosts')}`, '-o', 'GlobalKnownHostsFile=none'],
    ...['-o', 'KexAlgorithms=curve25519-sha256', '-o', 'ConnectTimeout=5', address],
  ];
}

export function placeOf(lab: Lab, name: string) {
  const host = lab.hosts.get(name);
  if (host === undefined) throw new RangeError(`the lab has no host ${name}`);
  return host.place;
}

/** Our port on OpenSSH's client: one login a command. */
export function opensshConnection(lab: Lab, name: string): Connection {
  return {
    lost: new Promise(() => {}),
    isUsable: true,
    open: async (command) => start(sshArguments(lab, name), command),
    [Symbol.asyncDispose]: async () => {},
  };
}

/** ssh(1): it exits with 255 when the link failed. */
function start(options: readonly string[], command: string): Channel {
  const child = spawn('ssh', [...options, command]);
  child.stdin.on('error', () => {});
  const lost = { reason: 'closed', message: 'ssh exited with 255' } as const;
  const ended = new Promise<ChannelEnd>((resolve) =>
    child.on('close', (code) =>
      resolve(code === null || code === 255 ? { kind: 'link-lost', lost } : { kind: 'exit', code }),
    ),
  );
  const { stdin, stdout, stderr } = child;
  return { stdin, stdout, stderr, ended, exited: ended, close: () => child.kill() };
}
