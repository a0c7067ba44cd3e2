import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';

const playbook = `
name: Roll out the agent
vars: { release: 1.4.2 }
stages:
  - name: Ship the installer
    hosts: managers
    transfer: { src: install.sh, dest: /tmp/install.sh, mode: "0755" }
  - name: Install
    hosts: managers
    exec: /tmp/install.sh {{release}}
    become: true
    register: install
  - assert: { success-rate: 100 }
  - name: Reboot
    hosts: managers
    reboot: { timeout: 60s }
    become: true
  - wait-online: { timeout: 30s, check: grep -q 1.4.2 /etc/agent }
    hosts: managers
  - assert: { success-rate: 95 }
`;

describe('the main job on real hosts', () => {
  let hosts: Hosts;
  let place: Workplace;
  beforeAll(async () => {
    hosts = await startHosts(['m1', 'm2', 'm3']);
    place = await makeWorkplace();
    place.write('install.sh', '#!/bin/sh\nset -e\necho "release $1" > /etc/agent\nid -un\n');
    place.write('playbook.yml', playbook);
    place.write(
      'inventory.yml',
      inventoryOf(hosts, {
        defaults: { user: 'deploy' },
        groups: { managers: { hosts: ['m1', 'm2', 'm3'] } },
      }),
    );
  });
  afterAll(async () => {
    await hosts[Symbol.asyncDispose]();
    await place[Symbol.asyncDispose]();
  });

  it('ships, runs as root, reboots, waits and asserts', async () => {
    const boots = [...hosts].map(({ boots }) => boots);
    const end = await place.run(['playbook.yml', '-i', 'inventory.yml']);
    expect(end.exitCode).toBe(0);
    expect([...hosts].map(({ boots }) => boots)).toEqual(boots.map((count) => count + 1));
    expect(await place.results()).toMatchObject({
      total_devices: 3,
      successful: 3,
      failed: 0,
      success_rate: 100,
    });
    for (const host of hosts) {
      const { stdout } = await host.exec('cat /etc/agent; ls -A /tmp /var/tmp /dev/shm /home/deploy');
      expect(stdout).toContain('release 1.4.2');
      expect(stdout).not.toContain('aeon');
    }
  });
});
