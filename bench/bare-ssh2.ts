import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { Client, type ConnectConfig } from 'ssh2';

export interface Place {
  readonly host: string;
  readonly port: number;
}

/** A login of bare ssh2, as fast as it goes: without Nagle's algorithm, with curve25519. */
export async function connect({ host, port }: Place, proof: ConnectConfig): Promise<Client> {
  const sock = connectTcp({ host, port, noDelay: true });
  await once(sock, 'connect');
  const client = new Client();
  client.connect({ sock, username: 'root', algorithms: { kex: ['curve25519-sha256'] }, ...proof });
  await once(client, 'ready');
  return client;
}

/** Hands its output on, and rejects unless it exits with 0. */
export function exec(link: Client, command: string, input?: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    link.exec(command, (error, channel) => {
      if (error) return reject(error);
      channel.on('data', (chunk: Buffer) => process.stdout.write(chunk));
      channel.stderr.on('data', (chunk: Buffer) => process.stderr.write(chunk));
      channel.on('close', (code: number) =>
        code === 0 ? resolve() : reject(new Error(`exit code ${code}`)),
      );
      channel.end(input);
    });
  });
}
