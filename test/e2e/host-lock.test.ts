import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { tracesOn } from '../fleet/traces.ts';

let hosts: Hosts;
let place: Workplace;
beforeAll(async () => {
  hosts = await startHosts(['m1', 'm2']);
  place = await makeWorkplace();
  await place.write('inventory.yml', inventoryOf(hosts));
  await place.write('playbook.yml', 'lock: true\nhosts: all\nstages: [{ exec: sleep 4771 }]\n');
});
afterAll(async () => {
  await hosts?.[Symbol.asyncDispose]();
  await place?.[Symbol.asyncDispose]();
});

const playbook = ['playbook.yml', '-i', 'inventory.yml'];

describe('lock: true', () => {
  it('stands in the plan, for people and as data', async () => {
    expect((await place.run(['plan', ...playbook])).stdout).toContain(
      'each host is locked until the end of the run\n',
    );
    expect(JSON.parse((await place.run(['plan', '--json', ...playbook])).stdout)).toMatchObject({
      lock: true,
    });
  });

  it('is no hindrance to a rehearsal, which locks nothing', async () => {
    const end = await place.run(['simulate', ...playbook]);
    expect(end.exitCode, end.stderr).toBe(0);
  });

  it('is given back after Ctrl-C where the host answers; else it is said, and unlock removes it later', async () => {
    const cli = place.start(playbook);
    for (const host of hosts) {
      const seen = async () => (await host.processes()).join();
      await expect.poll(seen, { timeout: 10_000 }).toContain('4771');
    }
    await hosts.get('m2').pullCable();
    const cancelledAt = performance.now();
    cli.signal('SIGINT');
    const end = await cli.ended;
    expect(performance.now() - cancelledAt).toBeLessThan(12_000);
    expect(end.exitCode).toBe(130);
    expect(end.stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /The lock of this run may still be on m2: remove it with "aeon-run unlock \S+" when the hosts can be reached/,
    );
    expect(await place.results()).toMatchObject({ locks_left: ['m2'] });
    expect(await tracesOn(hosts.get('m1'))).toEqual([]);

    await hosts.get('m2').plugCable();
    const id = (await place.runDirectories()).at(-1)?.split('/').at(-1) ?? '';
    const unlocked = await place.run(['unlock', id]);
    expect(unlocked.stdout).toBe(
      `m1: no lock of run ${id} is there\nm2: the lock of run ${id} was removed\n`,
    );
    expect(unlocked.exitCode).toBe(0);
    expect((await hosts.get('m2').exec('ls /var/tmp')).stdout).toBe('');
  });
});
