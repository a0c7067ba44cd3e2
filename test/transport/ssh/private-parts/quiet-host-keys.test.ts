import { expect, it } from 'vitest';
import { sshTransport } from '../../../../src/transport/ssh/ssh-transport.ts';
import { startSshd } from '../../../fleet/sshd.ts';
import { limits, readAll } from '../../contract.ts';
import { endpointOf } from '../../ssh-host.ts';

it('a host that announces all its keys is not made to prove them', async () => {
  await using host = await startSshd({ keyTypes: ['ed25519', 'ecdsa'], config: ['LogLevel DEBUG3'] });
  await using transport = sshTransport();
  const connection = await transport.connect(endpointOf(host), limits());
  await readAll(await connection.open('true', limits()));
  await host.logged(/sent 2 hostkeys/);
  expect(host.log()).not.toContain('hostkeys-prove-00@openssh.com');
});
