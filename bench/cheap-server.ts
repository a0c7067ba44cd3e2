/** An SSH server that lets everybody in and answers every command at once. Tells its parent its port, and its CPU time when asked. */

import { generateKeyPairSync } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import ssh2 from 'ssh2';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});

const server = new ssh2.Server({ hostKeys: [privateKey] }, (client) => {
  client.on('error', () => {});
  client.on('authentication', (attempt) => attempt.accept());
  client.on('session', (accept) =>
    accept().on('exec', (acceptExec) => {
      const channel = acceptExec();
      channel.exit(0);
      channel.end();
    }),
  );
});
const listener = createServer({ noDelay: true }, (socket) => server.injectSocket(socket));
listener.listen(0, '127.0.0.1', () => {
  const { port } = listener.address() as AddressInfo; // It listens on TCP.
  process.send?.(port);
});
process.on('message', () => process.send?.(process.cpuUsage()));
