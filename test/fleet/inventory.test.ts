import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { inventoryOf } from './inventory.ts';
import { startHosts } from './namespace-host.ts';
import { startSshd } from './sshd.ts';

describe('an inventory of test hosts', () => {
  it('says how to log in to each address of an sshd', async () => {
    await using sshd = await startSshd({ addresses: 2 });
    const [first, second] = sshd.addresses;
    expect(
      parse(inventoryOf(sshd, { defaults: { user: 'pi' }, hosts: { h2: { vars: { rack: 'b' } } } })),
    ).toEqual({
      defaults: {
        user: 'pi',
        key: sshd.clientKey.path,
        'known-hosts': sshd.knownHosts,
        'host-keys': 'strict',
      },
      hosts: {
        h1: { address: first, port: 2222 },
        h2: { address: second, port: 2222, vars: { rack: 'b' } },
      },
    });
  });

  it('names the bastion of a host, and holds the groups that are given', async () => {
    await using hosts = await startHosts(['bastion', 'inner'], { hosts: { inner: { behind: 'bastion' } } });
    const groups = { managers: { hosts: ['inner'] } };
    expect(parse(inventoryOf(hosts, { groups }))).toMatchObject({
      hosts: { bastion: { address: hosts.get('bastion').address }, inner: { jump: 'bastion' } },
      groups,
    });
  });
});
