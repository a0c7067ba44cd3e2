import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import ssh2, { type CipherAlgorithm, type ClientChannel } from 'ssh2';
import type { SshdHost } from '../fleet/sshd.ts';

/** ssh2 and nothing of ours around it, logged in as root. */
export interface BareClient {
  readonly client: ssh2.Client;
  /** How many key exchanges there were. */
  readonly handshakes: () => number;
  readonly exec: (command: string) => Promise<ClientChannel>;
  readonly end: () => Promise<unknown>;
}

/** `onHandshake` is called at each key exchange. */
export async function connectBare(
  { address, port, clientKey }: SshdHost,
  { cipher, onHandshake }: { cipher?: CipherAlgorithm; onHandshake?: (client: ssh2.Client) => void } = {},
): Promise<BareClient> {
  const client = new ssh2.Client();
  let handshakes = 0;
  client.on('handshake', () => {
    handshakes += 1;
    onHandshake?.(client);
  });
  client.connect({
    host: address,
    port,
    username: 'root',
    privateKey: readFileSync(clientKey.path),
    ...(cipher !== undefined && { algorithms: { cipher: [cipher] } }),
  });
  await once(client, 'ready');
  return {
    client,
    handshakes: () => handshakes,
    exec: (command) =>
      new Promise((resolve, reject) =>
        client.exec(command, (error, channel) => (error ? reject(error) : resolve(channel))),
      ),
    end: () => once(client.end(), 'close'),
  };
}
