import { describe, expect, it } from 'vitest';
import { loadInventories } from '../../src/inventory/load.ts';
import { brief, ioOf } from './inventory-files.ts';

function load(file: string, text: string, options = {}) {
  return loadInventories([file], ioOf({ [file]: text }), options);
}

function hosts(file: string, text: string) {
  const { inventory, problems } = load(file, text);
  expect(problems).toEqual([]);
  return [...(inventory?.hosts.values() ?? [])].map(({ name, settings }) => ({
    name,
    user: settings.user,
    ...(settings.password && { password: settings.password }),
  }));
}

describe('ip:user:password lines', () => {
  it('are read with comments, blank lines, IPv6 and colons in passwords', () => {
    const text =
      '# my cluster\r\n\r\n192.168.1.1:pi:ge:heim#1\r\n[fe80::2]:pi:pw\n fe80::3 \n10.0.0.4\n10.0.0.5:root\n';
    expect(hosts('legacy.txt', text)).toEqual([
      { name: '192.168.1.1', user: 'pi', password: { plain: 'ge:heim#1' } },
      { name: 'fe80::2', user: 'pi', password: { plain: 'pw' } },
      { name: 'fe80::3', user: 'me' },
      { name: '10.0.0.4', user: 'me' },
      { name: '10.0.0.5', user: 'root' },
    ]);
  });

  it('may start with an address in brackets, or hold ranges', () => {
    expect(hosts('hosts', '[fe80::1]:pi:x\n')).toHaveLength(1);
    expect(hosts('hosts', '192.168.1.[102-104]:pi:x\n')).toHaveLength(3);
  });

  it.each([
    ['10.0.0.1:pi:pw\nnot a host\n', 'host-name 2:1'],
    ['10.0.0.1::pw\n', 'host-name 1:1'],
    ['  10.0.0.1 :pi\n', 'host-name 1:3'],
    ['10.0.0.1:a:b\n10.0.0.1:a:c\n', 'host-differs 2:1'],
    ['fe80::1:pi:geheim\n', 'host-name 1:1'],
    ['#!/usr/bin/env python3\nprint(1)\n', 'inventory-unknown-form 1:1'],
    ['# nothing\n', 'no-hosts 1:1'],
  ])('that are broken are told without their passwords: %j', (text, expected) => {
    const loaded = load('legacy.txt', text);
    expect(brief(loaded)).toEqual([expected]);
    expect(JSON.stringify(loaded.problems)).not.toMatch(/geheim|pw/);
  });

  it('can stand in a list of a YAML inventory and on the command line', () => {
    expect(hosts('inv.yml', 'hosts: [ "10.0.0.1:pi:geheim", "[fe80::1]:pi", fe80::2 ]\n')).toEqual([
      { name: '10.0.0.1', user: 'pi', password: { plain: 'geheim' } },
      { name: 'fe80::1', user: 'pi' },
      { name: 'fe80::2', user: 'me' },
    ]);
    const { inventory } = loadInventories([], ioOf({}), { hostLines: ['10.0.0.1:pi:geheim', '10.0.0.2'] });
    expect([...(inventory?.hosts.keys() ?? [])]).toEqual(['10.0.0.1', '10.0.0.2']);
  });
});

describe('a JSON list', () => {
  it('gives hosts, its other fields as vars', () => {
    const text = JSON.stringify([
      { ip: '10.0.0.1', user: 'pi', password: 'geheim', port: 2222, hostname: 'node1', model: 'Pi 5' },
      { ip: '10.0.0.2', hostname: null, user: '' },
    ]);
    const { inventory, problems } = load('found.json', text);
    expect(problems).toEqual([]);
    expect(inventory?.hosts.get('node1')).toMatchObject({
      settings: { address: '10.0.0.1', user: 'pi', password: { plain: 'geheim' }, port: 2222 },
      vars: { model: 'Pi 5' },
    });
    expect(inventory?.hosts.get('10.0.0.2')?.settings.user).toBe('me');
    expect(inventory?.hosts.get('node1')?.origins.get('settings.port')?.place).toMatchObject({
      line: 1,
      column: 51,
    });
  });

  it('may stand under a key, without a telling name, with fields of its own', () => {
    const { inventory } = load('found', '{"devices": [{"addr": "10.0.0.1", "login": "pi"}]}', {
      fields: { address: ['addr'], user: ['login'] },
    });
    expect(inventory?.hosts.get('10.0.0.1')?.settings.user).toBe('pi');
  });

  it.each([
    ['web1 # main', 'a comment needs a line of its own'],
    ['10.0.0.1 pi', 'write ip:user, with a colon'],
    ['web1 pi 22', 'write ip:user:password'],
  ])('tells of a line of other programs what to write: %s', (line, wrong) => {
    const [problem] = load('hosts', `10.0.0.9\n${line}\n`).problems;
    expect(problem?.message).toBe(`This line is no host: ${wrong}.`);
  });

  it.each(['fe80::1%eth0', '[fe80::1%eth0]', '[fe80::1%eth0]:pi', '[fe80::1%eth0]:pi:geheim'])(
    'takes an IPv6 address with a zone: %s',
    (line) => {
      const { inventory, problems } = load('hosts', `10.0.0.9\n${line}\n`);
      expect(problems).toEqual([]);
      expect(inventory?.hosts.get('fe80::1%eth0')?.settings.address).toBe('fe80::1%eth0');
    },
  );

  it('takes no user and no password for a part of a zone', () => {
    const [problem] = load('hosts', '10.0.0.9\nfe80::1%eth0:pi:geheim\n').problems;
    expect(problem?.message).toContain('put the IPv6 address in brackets: [fe80::1%eth0]:user:password');
    const wrong = load('hosts.ini', '[web]\na ansible_host=fe80::1%eth0:pi\n').problems;
    expect(wrong.map(({ code }) => code)).toEqual(['bad-address']);
  });

  it('names hosts by their address where several have one host name', () => {
    const text = '[{"ip":"10.0.0.1","hostname":"raspberrypi"},{"ip":"10.0.0.2","hostname":"raspberrypi"}]';
    const { inventory, problems } = load('found.json', text);
    expect([...(inventory?.hosts.keys() ?? [])]).toEqual(['10.0.0.1', '10.0.0.2']);
    expect(problems).toMatchObject([
      {
        severity: 'warning',
        message: '2 hosts of this list are called raspberrypi, so each is named by its address.',
        place: { line: 1, column: 2 },
      },
    ]);
  });

  it.each([
    ['[{"user": "pi"}]', 'missing-key 1:2'],
    ['[{"ip": "10.0.0.1", "port": 99999}]', 'out-of-range 1:29'],
    ['[5]', 'wrong-type 1:2'],
    ['[{"ip": "10.0.0.1"}', 'yaml-syntax 1:1'],
    ['[]', 'no-hosts 1:1'],
  ])('that is broken is told: %s', (text, expected) => {
    expect(brief(load('found.json', text))[0]).toBe(expected);
  });
});
