import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sshTransport } from '../../src/transport/ssh/ssh-transport.ts';
import type { Credential } from '../../src/transport/transport.ts';
import { type SshdHost, startSshd } from '../fleet/sshd.ts';
import { limits } from './contract.ts';
import { endpointOf, keyOf } from './ssh-host.ts';

/** What sshd was asked about keys, in order: `Postponed` is a question, `Accepted` and `Failed` answer a signature or a question. */
async function asked(host: SshdHost, credentials: readonly Credential[]): Promise<string[]> {
  await using transport = sshTransport();
  await using _ = await transport.connect(endpointOf(host, { credentials }), limits());
  await host.logged(/Accepted publickey/);
  return host.log().match(/(Postponed|Accepted|Failed) publickey/g) ?? [];
}

function newKey(host: SshdHost, type: string): { credential: Credential; publicKey: string } {
  const path = join(host.directory, `new_${type}`);
  execFileSync('ssh-keygen', ['-q', '-N', '', '-t', type, '-f', path]);
  return { credential: { kind: 'key', path }, publicKey: readFileSync(`${path}.pub`, 'utf8') };
}

const config = ['LogLevel VERBOSE'];

describe('a key', () => {
  it('is signed with at once where no other comes after it', async () => {
    await using host = await startSshd({ config });
    const password: Credential = { kind: 'password', password: 'not needed' };
    expect(await asked(host, [keyOf(host), password])).toEqual(['Accepted publickey']);
  });

  it.each(['rsa', 'ecdsa'])('of the kind %s is signed with as the host verifies it', async (type) => {
    await using host = await startSshd({ config });
    const { credential, publicKey } = newKey(host, type);
    writeFileSync(join(host.directory, 'authorized_keys'), publicKey);
    expect(await asked(host, [credential])).toEqual(['Accepted publickey']);
  });

  it('is asked for where another comes after it', async () => {
    await using host = await startSshd({ config });
    const { credential } = newKey(host, 'ed25519');
    expect(await asked(host, [keyOf(host), credential])).toEqual([
      'Postponed publickey',
      'Accepted publickey',
    ]);
  });
});
