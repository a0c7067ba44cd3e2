import { describe, expect, it } from 'vitest';
import { offeredAlgorithms } from '../../src/transport/ssh/login/algorithms.ts';
import { readOffer } from '../../src/transport/ssh/login/offer.ts';
import { sshTransport } from '../../src/transport/ssh/ssh-transport.ts';
import { startSshd } from '../fleet/sshd.ts';
import { limits } from './contract.ts';
import { endpointOf } from './ssh-host.ts';

describe('a server with which we have no algorithm in common', () => {
  it('is no_common_algorithm, and the sentence names what it offers and the setting to change', async () => {
    const cases = [
      [
        'KexAlgorithms sntrup761x25519-sha512@openssh.com',
        'sntrup761x25519-sha512@openssh.com',
        'KexAlgorithms',
      ],
      ['Ciphers aes128-cbc', 'aes128-cbc', 'Ciphers'],
      ['HostKeyAlgorithms ssh-rsa', 'ssh-rsa', 'HostKeyAlgorithms'],
    ] as const;
    for (const [config, offered, setting] of cases) {
      await using host = await startSshd({ config: [config], keyTypes: ['ed25519', 'rsa'] });
      await using transport = sshTransport();
      const error = await transport.connect(endpointOf(host), limits()).catch((failure: unknown) => failure);
      expect(error).toMatchObject({
        reason: 'no_common_algorithm',
        message: expect.stringContaining(setting),
      });
      expect(error).toHaveProperty('message', expect.stringContaining(offered));
    }
  });
});

describe('what we offer', () => {
  it('puts the types of key first that are known, and leaves none out', () => {
    const all = offeredAlgorithms(new Set()).serverHostKey;
    const known = offeredAlgorithms(new Set(['ssh-rsa'])).serverHostKey;
    expect(known.slice(0, 2)).toEqual(['rsa-sha2-512', 'rsa-sha2-256']);
    expect([...known].sort()).toEqual([...all].sort());
  });

  it('holds nothing that needs SHA-1 or CBC', () => {
    const { kex, serverHostKey, cipher, hmac } = offeredAlgorithms(new Set());
    const weak = [...kex, ...serverHostKey, ...cipher, ...hmac].filter((name) =>
      /sha1$|cbc|ssh-rsa|ssh-dss/.test(name),
    );
    expect(weak).toEqual([]);
  });
});

describe('the lists of a server', () => {
  it('are read from its first packet, and a packet that is cut or forged is none', () => {
    const list = (text: string) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(text.length);
      return Buffer.concat([length, Buffer.from(text)]);
    };
    const names = ['kex', 'host', 'c1', 'c2', 'm1', 'm2', 'none', 'none', '', ''];
    const packet = Buffer.concat([
      Buffer.from('SSH-2.0-x\r\n'),
      Buffer.from([0, 0, 1, 0, 4, 20]),
      Buffer.alloc(16),
      ...names.map(list),
    ]);
    expect(readOffer(packet)).toEqual({
      kex: 'kex',
      hostKey: 'host',
      cipher: 'c2',
      mac: 'm2',
      compression: 'none',
    });
    for (let length = 0; length < 60; length += 1)
      expect(readOffer(packet.subarray(0, length))).toBeUndefined();
  });
});
