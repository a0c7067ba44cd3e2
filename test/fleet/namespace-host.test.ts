import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { Machine } from './machine.ts';
import { type Hosts, startHosts } from './namespace-host.ts';
import { ssh } from './ssh-client.ts';

function login(hosts: Hosts, { address, port }: Machine, more: { user?: string; args?: string[] } = {}) {
  return { address, port, knownHosts: hosts.knownHosts, key: hosts.clientKey.path, ...more };
}

const bootIdPath = '/proc/sys/kernel/random/boot_id';

describe('a host in namespaces', () => {
  it('is a machine of its own: name, boot id, users, processes and files', async () => {
    await using hosts = await startHosts(['m1', 'm2']);
    const [m1, m2] = [hosts.get('m1'), hosts.get('m2')];
    expect(await ssh(login(hosts, m1), `hostname; cat ${bootIdPath}`)).toMatchObject({
      stdout: `m1\n${m1.bootId}\n`,
    });
    expect(m2.bootId).not.toBe(m1.bootId);
    expect(hostname()).not.toBe('m1');
    expect(await ssh(login(hosts, m2, { user: 'pi' }), 'id -un; pwd')).toMatchObject({
      stdout: 'pi\n/home/pi\n',
    });
    await m1.exec('touch /etc/made-here /tmp/made-here usr/bin/made-here');
    expect((await m2.exec('ls /etc/made-here /tmp/made-here')).stdout).toBe('');
    expect(() => readFileSync('/usr/bin/made-here')).toThrow();
    expect(await m1.processes()).toEqual([
      expect.stringContaining('machine-init.sh'),
      expect.stringContaining('/usr/sbin/sshd -D'),
    ]);
  });

  it('reboots: a new boot id, no old process, an empty /tmp, and its disk as it was', async () => {
    await using hosts = await startHosts(['m1']);
    const m1 = hosts.get('m1');
    const first = m1.bootId;
    await m1.exec(
      'touch /tmp/goes /var/tmp/stays /home/pi/stays /opt/stays; setsid sleep 4713 >/dev/null 2>&1 &',
    );
    expect(await ssh(login(hosts, m1, { user: 'deploy' }), 'sudo -n reboot')).toMatchObject({ stderr: '' });
    await m1.booted(2);
    expect(m1.bootId).not.toBe(first);
    expect((await m1.processes()).join('\n')).not.toContain('4713');
    const { stdout } = await ssh(login(hosts, m1), `cat ${bootIdPath}; ls /tmp /var/tmp /home/pi /opt/stays`);
    expect(stdout).toContain(m1.bootId);
    expect(stdout.match(/stays/g)).toHaveLength(3);
    expect(stdout).not.toContain('goes');
  });

  it('drops its links when it reboots', async () => {
    await using hosts = await startHosts(['m1']);
    const waiting = ssh(login(hosts, hosts.get('m1')), 'systemctl reboot && exec sleep 30');
    expect((await waiting).exitCode).toBe(255);
    await hosts.get('m1').booted(2);
  });

  it('keeps its boot id, takes another host key, stays off or ignores a reboot, when asked to', async () => {
    await using hosts = await startHosts(['same', 'other', 'off', 'deaf'], {
      bootDelayMs: 0,
      hosts: {
        same: { onReboot: 'keeps-boot-id' },
        other: { onReboot: 'changes-host-key' },
        off: { onReboot: 'stays-off' },
        deaf: { onReboot: 'ignores' },
      },
    });
    const [same, other, off, deaf] = [...hosts] as [Machine, Machine, Machine, Machine]; // Four names were given.
    const before = { id: same.bootId, key: other.hostKey.fingerprint };
    for (const machine of hosts) expect((await machine.exec('shutdown -r now')).exitCode).toBe(0);
    await Promise.all([same.booted(2), other.booted(2)]);
    expect(same.bootId).toBe(before.id);
    expect(other.hostKey.fingerprint).not.toBe(before.key);
    expect((await ssh(login(hosts, other), 'true')).stderr).toContain('HOST IDENTIFICATION HAS CHANGED');
    await expect.poll(() => off.isOn).toBe(false);
    expect((await ssh(login(hosts, deaf), 'true')).exitCode).toBe(0);
    expect([off.boots, deaf.boots]).toEqual([1, 1]);
  });

  it('is silent after its power was pulled, and comes back when it is switched on', async () => {
    await using hosts = await startHosts(['m1']);
    const m1 = hosts.get('m1');
    const waiting = ssh(
      login(hosts, m1, { args: ['-o', 'ServerAliveInterval=1', '-o', 'ServerAliveCountMax=1'] }),
      'sleep 30',
    );
    await expect.poll(async () => (await m1.exec('pgrep -fx "sleep 30"')).exitCode).toBe(0);
    await m1.pullPower();
    const { exitCode, stderr } = await waiting;
    expect(exitCode).toBe(255);
    expect(stderr).toMatch(/not responding/);
    await m1.powerOn();
    expect((await ssh(login(hosts, m1), 'true')).exitCode).toBe(0);
    expect(m1.boots).toBe(2);
  });

  it('refuses, swallows or has nobody at its address, when asked to', async () => {
    await using hosts = await startHosts(['refusing', 'silent', 'absent'], {
      hosts: { refusing: { state: 'refusing' }, silent: { state: 'silent' }, absent: { state: 'absent' } },
    });
    const said = await Promise.all([...hosts].map((machine) => ssh(login(hosts, machine), 'true')));
    expect(
      said.map(({ stderr }) => /Connection refused|timed out|No route to host/.exec(stderr)?.[0]),
    ).toEqual(['Connection refused', 'timed out', 'No route to host']);
  });

  it('has a small disk, or a full one', async () => {
    await using hosts = await startHosts(['small', 'full'], {
      disk: { path: '/opt', sizeKiB: 64 },
      hosts: { full: { disk: { path: '/opt', sizeKiB: 64, isFull: true } } },
    });
    const write = (name: string, kib: number) => hosts.get(name).exec(`head -c ${kib}k /dev/zero >/opt/file`);
    expect((await write('small', 32)).exitCode).toBe(0);
    expect((await write('small', 128)).stderr).toContain('No space left');
    expect((await write('full', 1)).stderr).toContain('No space left');
  });

  it('behind a bastion is reached through that one alone', async () => {
    await using hosts = await startHosts(['bastion', 'inner'], { hosts: { inner: { behind: 'bastion' } } });
    const [bastion, inner] = [hosts.get('bastion'), hosts.get('inner')];
    const direct = await ssh(login(hosts, inner), 'hostname');
    expect(direct.stderr).toMatch(/No route to host|Network is unreachable/);
    const jump = [
      'ssh',
      '-F',
      'none',
      '-i',
      hosts.clientKey.path,
      '-o',
      `UserKnownHostsFile=${hosts.knownHosts}`,
    ];
    const proxyCommand = `ProxyCommand=${[...jump, '-W', '%h:%p', `root@${bastion.address}`].join(' ')}`;
    expect(await ssh(login(hosts, inner, { args: ['-o', proxyCommand] }), 'hostname')).toMatchObject({
      stdout: 'inner\n',
    });
  });

  it('sends no faster than its card may', async () => {
    await using hosts = await startHosts(['slow'], { sendsKilobitPerSecond: 400 });
    const start = performance.now();
    const { stdout } = await ssh(login(hosts, hosts.get('slow')), 'head -c 50000 /dev/zero | tr "\\0" x');
    expect(stdout).toHaveLength(50_000);
    expect(performance.now() - start).toBeGreaterThan(700);
  });
});
