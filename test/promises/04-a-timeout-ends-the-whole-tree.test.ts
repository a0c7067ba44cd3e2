import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { type LinkProxy, startProxy } from '../fleet/proxy.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { tracesOn } from '../fleet/traces.ts';

/** Each is on a host of its own, all at once. */
const trees: Readonly<Record<string, string>> = {
  plain: 'sleep 4731 & sleep 4731',
  session: 'setsid sleep 4732 & wait',
  forked: '(setsid sh -c "sleep 4733; sleep 4733" &) ; sleep 4733',
  deaf: `sh -c 'trap "" TERM INT HUP; sleep 4734; sleep 4734' & wait`,
  clean: 'env -i sleep 4735 & wait',
  breeding: 'trap "sleep 4736 & sleep 4736" TERM; sleep 4736 & wait; sleep 4736',
  stopped: 'sleep 4737 & kill -STOP $!; wait',
  writing: 'while :; do echo filling the pipe; done',
  /** Its host allows one session on a connection, and the command has it. */
  single: 'sleep 4739 & sleep 4739',
};
const names = Object.keys(trees);

function byPassword(method: string, password: string) {
  return { user: 'pi', become: { method, password } };
}

describe('a timeout or a cancel ends the whole remote process tree and checks that it is gone, or says maybe_running', () => {
  let hosts: Hosts;
  let place: Workplace;
  let proxy: LinkProxy;
  beforeAll(async () => {
    hosts = await startHosts([...names, 'cut'], {
      accounts: [{ name: 'root', password: 'root 265' }],
      hosts: { single: { config: ['MaxSessions 1'] } },
    });
    const { address, port } = hosts.get('cut');
    proxy = await startProxy({ address, port });
    place = await makeWorkplace();
    for (const [name, tree] of Object.entries(trees)) await place.write(`${name}.sh`, tree);
  });
  const inventory = (defaults: Readonly<Record<string, unknown>>) => {
    const cut = { address: proxy.address, port: hosts.get('cut').port, 'host-keys': 'off' };
    return place.write('inventory.yml', inventoryOf(hosts, { defaults, hosts: { cut } }));
  };
  afterAll(async () => {
    await proxy?.[Symbol.asyncDispose]();
    await hosts?.[Symbol.asyncDispose]();
    await place?.[Symbol.asyncDispose]();
  });

  it.each([
    ['of the user who logged in', '', {}],
    ['under sudo', '    become: true\n', {}],
    ['under doas, which asks for a password', '    become: true\n', byPassword('doas', 'raspberry 314')],
    ['under su, which asks for a password', '    become: true\n', byPassword('su', 'root 265')],
  ])('%s', async (_name, become, login) => {
    await inventory({ user: 'deploy', ...login });
    const stage = `stages:\n  - { name: Ship, hosts: all:!cut, transfer: { src: "{{host.name}}.sh", dest: /opt/tree.sh, mode: "0755" }, become: true }
  - name: Run\n    hosts: all:!cut\n    timeout: 1s\n    exec: . /opt/tree.sh\n${become}`;
    await place.write('playbook.yml', stage);
    const end = await place.run(['playbook.yml', '-i', 'inventory.yml', '-c', '20']);
    expect(end.exitCode, end.stderr).toBe(1);
    const { devices } = (await place.results()) as {
      devices: { host: string; stages: { reason?: string; message?: string }[] }[];
    };
    for (const { host, stages } of devices) {
      expect(stages[1], host).toMatchObject({
        reason: 'timeout',
        message: 'it took longer than 1 s; all its processes were ended',
      });
      expect(await tracesOn(hosts.get(host)), host).toEqual([]);
    }
  });

  it('connects again to end it, when the link was lost before the cancel', async () => {
    await place.write('playbook.yml', 'stages:\n  - { hosts: cut, exec: sleep 4740 }\n');
    const cli = place.start(['playbook.yml', '-i', 'inventory.yml']);
    const processes = async () => (await hosts.get('cut').processes()).join();
    await expect.poll(processes, { timeout: 10_000 }).toContain('4740');
    proxy.cut();
    await expect.poll(() => proxy.links.length, { timeout: 10_000 }).toBe(2);
    await sleep(700); // It has asked what became of the command, and waits before it asks again.
    proxy.cut();
    cli.signal('SIGINT');
    expect((await cli.ended).exitCode).toBe(130);
    expect(await place.results()).toMatchObject({
      devices: [
        {
          outcome: 'cancelled',
          stages: [{ message: 'the run was cancelled; all its processes were ended' }],
        },
      ],
    });
    expect(await tracesOn(hosts.get('cut'))).toEqual([]);
  });

  it('says maybe_running when the host cannot be asked, and the run is over all the same', async () => {
    await inventory({ user: 'deploy' });
    await place.write('playbook.yml', 'stages:\n  - { hosts: cut, exec: sleep 4738 }\n');
    const cli = place.start(['playbook.yml', '-i', 'inventory.yml']);
    await expect
      .poll(async () => (await hosts.get('cut').processes()).join(), { timeout: 10_000 })
      .toContain('4738');
    proxy.freeze();
    await sleep(50);
    const cancelledAt = performance.now();
    cli.signal('SIGINT');
    const end = await cli.ended;
    expect(performance.now() - cancelledAt).toBeLessThan(10_000);
    expect(end.exitCode).toBe(130);
    expect(await place.results()).toMatchObject({
      devices: [
        {
          outcome: 'unknown',
          stages: [{ reason: 'maybe_running', message: expect.stringMatching(/AEON_ATTEMPT=[0-9a-f]{32}/) }],
        },
      ],
    });
    expect((await hosts.get('cut').processes()).join()).toContain('4738'); // And so it is.
  });
});
