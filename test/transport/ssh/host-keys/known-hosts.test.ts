import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KnownHosts, knownName } from '../../../../src/transport/ssh/host-keys/known-hosts.ts';

const ed25519 = 'AAAAC3NzaC1lZDI1NTE5AAAAIH2BqX2fxyWUDe1q7VhB2dn6AYpXvYxKuwGgPXpY0OjF';
const rsa = Buffer.concat([Buffer.from('\0\0\0\x07ssh-rsa', 'latin1'), Buffer.alloc(30, 1)]).toString(
  'base64',
);

function lines(text: string, name: string): readonly number[] {
  return KnownHosts.parse(text)
    .find(name)
    .map(({ line }) => line);
}

describe('known_hosts', () => {
  it('finds a host by any name of its line, in any case, and no other', () => {
    const text = `m1,10.0.0.1,M2.example.com ssh-ed25519 ${ed25519} a comment`;
    expect(lines(text, 'm1')).toEqual([1]);
    expect(lines(text, '10.0.0.1')).toEqual([1]);
    expect(lines(text, 'm2.EXAMPLE.com')).toEqual([1]);
    expect(lines(text, 'm')).toEqual([]);
    expect(lines(text, '10.0.0.10')).toEqual([]);
  });

  it('takes a host at another port for another host', () => {
    const text = `[m1]:2222 ssh-ed25519 ${ed25519}\nm1 ssh-ed25519 ${ed25519}`;
    expect(lines(text, knownName('m1', 2222))).toEqual([1]);
    expect(lines(text, knownName('m1', 22))).toEqual([2]);
    expect(lines(text, knownName('m1', 2223))).toEqual([]);
    expect(knownName('FE80::1', 22)).toBe('fe80::1');
    expect(knownName('::1', 2222)).toBe('[::1]:2222');
  });

  it('reads wildcards as ssh does: ? is one character, * any, and all else stands for itself', () => {
    const text = `*.example.com,10.0.?.1 ssh-ed25519 ${ed25519}`;
    expect(lines(text, 'a.b.example.com')).toEqual([1]);
    expect(lines(text, 'axexample.com')).toEqual([]);
    expect(lines(text, '10.0.7.1')).toEqual([1]);
    expect(lines(text, '10.0.17.1')).toEqual([]);
    expect(lines(`[10.0.0.*]:2222 ssh-ed25519 ${ed25519}`, '[10.0.0.9]:2222')).toEqual([1]);
    expect(lines(`* ssh-ed25519 ${ed25519}`, '[10.0.0.9]:2222')).toEqual([1]);
  });

  it('leaves out what a negated pattern names, wherever it stands in the line', () => {
    const text = `!bad.example.com,*.example.com ssh-ed25519 ${ed25519}\n*.example.com,!b?d.example.com ssh-ed25519 ${ed25519}`;
    expect(lines(text, 'bad.example.com')).toEqual([]);
    expect(lines(text, 'good.example.com')).toEqual([1, 2]);
    expect(lines(`!bad ssh-ed25519 ${ed25519}`, 'good')).toEqual([]);
  });

  it('knows all keys of a host, with their markers', () => {
    const text = [
      '# the managers',
      '',
      `m1 ssh-ed25519 ${ed25519}`,
      `  m1\tssh-rsa ${rsa}`,
      `@revoked * ssh-rsa ${rsa}`,
      `@cert-authority *.1,m1 ssh-ed25519 ${ed25519}`,
    ].join('\n');
    expect(
      KnownHosts.parse(text)
        .find('m1')
        .map(({ line, marker, keyType }) => [line, marker, keyType]),
    ).toEqual([
      [3, 'none', 'ssh-ed25519'],
      [4, 'none', 'ssh-rsa'],
      [5, 'revoked', 'ssh-rsa'],
      [6, 'cert-authority', 'ssh-ed25519'],
    ]);
  });

  it('passes over lines that make no sense, and reads on', () => {
    const text = [
      'm1',
      'm1 ssh-ed25519',
      'm1 ssh-ed25519 !!!',
      `m1 ssh-rsa ${ed25519}`,
      `@unknown m1 ssh-ed25519 ${ed25519}`,
      `@revoked @cert-authority m1 ssh-ed25519 ${ed25519}`,
      `#m1 ssh-ed25519 ${ed25519}`,
      `|1|broken ssh-ed25519 ${ed25519}`,
      '\0\x01\x02',
      `m1 ssh-ed25519 ${ed25519}\r`,
    ].join('\n');
    expect(lines(text, 'm1')).toEqual([10]);
  });

  describe('with hashed names', () => {
    let directory = '';
    beforeAll(() => {
      directory = mkdtempSync(join(tmpdir(), 'aeonrun-known-hosts-'));
    });
    afterAll(() => rmSync(directory, { recursive: true, force: true }));

    it('finds what ssh-keygen hashed', () => {
      const path = join(directory, 'known_hosts');
      writeFileSync(path, `m1,10.0.0.1 ssh-ed25519 ${ed25519}\n[m1]:2222 ssh-ed25519 ${ed25519}\n`);
      execFileSync('ssh-keygen', ['-q', '-H', '-f', path], { stdio: 'ignore' });
      const text = readFileSync(path, 'utf8');
      expect(text).not.toMatch(/^(\[?m1|10)/m);
      expect(lines(text, 'm1')).toHaveLength(1);
      expect(lines(text, '10.0.0.1')).toHaveLength(1);
      expect(lines(text, '[m1]:2222')).toHaveLength(1);
      expect(lines(text, 'm2')).toEqual([]);
    });

    it('agrees with ssh-keygen -F on what a name finds', () => {
      const path = join(directory, 'many');
      const text = ['web*,!web9', 'm?', '[m1]:22*', '*', 'M1', 'a,b,m1']
        .map((names) => `${names} ssh-ed25519 ${ed25519}`)
        .join('\n');
      writeFileSync(path, `${text}\n`);
      for (const name of ['web1', 'web9', 'm1', '[m1]:2222', 'b', 'nobody']) {
        const said = execFileSync('ssh-keygen', ['-F', name, '-f', path]).toString();
        const theirs = [...said.matchAll(/found: line (\d+)/g)].map((match) => Number(match[1]));
        expect([...lines(text, name)].sort(), name).toEqual(theirs);
      }
    });
  });
});
