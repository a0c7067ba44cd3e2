import { sshTransport } from '../../src/transport/ssh/ssh-transport.ts';
import { startSshd } from '../fleet/sshd.ts';
import { describeTransport } from './contract.ts';
import { endpointOf } from './ssh-host.ts';

describeTransport('the SSH transport', async () => {
  const host = await startSshd();
  const transport = sshTransport();
  return {
    transport,
    endpoint: endpointOf(host),
    [Symbol.asyncDispose]: async () => {
      await transport[Symbol.asyncDispose]();
      await host[Symbol.asyncDispose]();
    },
  };
});
