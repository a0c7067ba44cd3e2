import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ssh2, { type ParsedKey } from 'ssh2';
import { describe, expect, it } from 'vitest';
import { signAtOnce } from '../../../../src/transport/ssh/private-parts/signed-at-once.ts';
import { sshTransport } from '../../../../src/transport/ssh/ssh-transport.ts';
import type { Credential } from '../../../../src/transport/transport.ts';
import { type SshdHost, startSshd } from '../../../fleet/sshd.ts';
import { limits } from '../../contract.ts';
import { endpointOf, keyOf } from '../../ssh-host.ts';

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

function parsedKey(path: string): ParsedKey {
  const key: ParsedKey | Error = ssh2.utils.parseKey(readFileSync(path));
  if (key instanceof Error) throw key;
  return key;
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

  it('that cannot be signed with now is asked for, so that ssh2 tells why if it cannot be later either', async () => {
    await using host = await startSshd({ config });
    const key: ParsedKey = Object.create(parsedKey(host.clientKey.path));
    let signed = 0;
    key.sign = (data, hash) => {
      signed += 1;
      return signed === 1 ? Object(new Error('not now')) : Object.getPrototypeOf(key).sign(data, hash);
    };
    const client = new ssh2.Client();
    client.once('handshake', () => signAtOnce(client, () => true));
    const { address, port } = host;
    const auth = { type: 'publickey', username: 'root', key } as const;
    client.connect({
      host: address,
      port,
      username: 'root',
      authHandler: (_left, _partial, next) => next(auth),
    });
    await once(client, 'ready');
    await once(client.end(), 'close');
    expect(host.log().match(/(Postponed|Accepted) publickey/g)).toEqual([
      'Postponed publickey',
      'Accepted publickey',
    ]);
  });
});
