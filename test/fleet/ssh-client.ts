import { execFile } from 'node:child_process';
import type { Ended } from './host-process.ts';

/** Where OpenSSH's own client logs in, and how: the fleet's tests compare with it. */
export interface Login {
  readonly address: string;
  readonly port: number;
  readonly user?: string;
  readonly knownHosts: string;
  readonly key: string;
  /** A program that prints the password. */
  readonly askPass?: string;
  /** ssh's own arguments, which win over ours. */
  readonly args?: readonly string[];
}

/** Runs a command by OpenSSH's client; 255 when there was no login or the link was lost. */
export function ssh(login: Login, command: string): Promise<Ended> {
  const { address, port, user = 'root', knownHosts, key, args = [], askPass = '' } = login;
  const options = [
    'BatchMode=yes',
    'IdentitiesOnly=yes',
    'ConnectTimeout=5',
    `UserKnownHostsFile=${knownHosts}`,
  ];
  const all = [...args, ...options.flatMap((option) => ['-o', option]), '-i', key, '-p', String(port)];
  const env = {
    ...process.env,
    SSH_ASKPASS: askPass,
    SSH_ASKPASS_REQUIRE: askPass === '' ? 'never' : 'force',
  };
  return new Promise((resolve) => {
    execFile(
      'ssh',
      ['-F', 'none', ...all, `${user}@${address}`, command],
      { env },
      (error, stdout, stderr) => {
        resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      },
    );
  });
}
