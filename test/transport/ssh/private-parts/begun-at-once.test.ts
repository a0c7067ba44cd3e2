import { once } from 'node:events';
import ssh2 from 'ssh2';
import { expect, it } from 'vitest';
import { sshTransport } from '../../../../src/transport/ssh/ssh-transport.ts';
import type { Connection } from '../../../../src/transport/transport.ts';
import { limits } from '../../contract.ts';
import { newKey } from '../../enemy-server.ts';

/** Lets everybody in and never says that it takes logins. ssh2 has no way to that, so its inside is reached for. */
async function silentServer(ident: string) {
  const server = new ssh2.Server({ hostKeys: [newKey().privateText], ident }, (client) => {
    Object(Reflect.get(client, '_protocol')).serviceAccept = () => {};
    client.on('error', () => {});
    client.on('authentication', (context) => context.accept());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: Object(server.address()).port as number,
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

async function logIn(port: number, timeoutMs: number): Promise<Connection> {
  const transport = sshTransport();
  const place = { host: 'm1', address: '127.0.0.1', port, user: 'root', knownHosts: [] };
  const password = { kind: 'password', password: 'anything' } as const;
  return await transport.connect({ ...place, hostKeys: 'off', credentials: [password] }, limits(timeoutMs));
}

it('a login to OpenSSH does not wait to hear that logins are taken', async () => {
  await using server = await silentServer('OpenSSH_9.9');
  await using connection = await logIn(server.port, 10_000);
  expect(connection.isUsable).toBe(true);
});

it('any other server is waited for', async () => {
  await using server = await silentServer('dropbear_2024.86');
  await expect(logIn(server.port, 1000)).rejects.toMatchObject({ reason: 'auth_timeout' });
});
