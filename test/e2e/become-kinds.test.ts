import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../fleet/inventory.ts';
import { type Hosts, startHosts } from '../fleet/namespace-host.ts';
import { makeWorkplace, type Workplace } from '../fleet/run-cli.ts';
import { tracesOn } from '../fleet/traces.ts';

let hosts: Hosts;
let place: Workplace;
const passwords = { sudo: 'raspberry 314', doas: 'raspberry 314', su: 'root 265' } as const;
const methods = ['sudo', 'doas', 'su'] as const;

beforeAll(async () => {
  hosts = await startHosts(['m1'], { accounts: [{ name: 'root', password: passwords.su }] });
  place = await makeWorkplace();
});
afterAll(async () => {
  await hosts?.[Symbol.asyncDispose]();
  await place?.[Symbol.asyncDispose]();
});

async function useMethod(method: (typeof methods)[number]): Promise<void> {
  const defaults = { user: 'pi', become: { method, password: { env: 'PASSWORD' } } };
  await place.write('inventory.yml', inventoryOf(hosts, { defaults }));
}

describe.each(methods)('with a password for %s', (method) => {
  const env = { PASSWORD: passwords[method] };

  it('every kind of stage becomes root', async () => {
    await useMethod(method);
    await place.write('site/a', 'one');
    await place.write('conf.tmpl', 'host {{host.name}}\n');
    await place.write('who.sh', 'id -un; echo "$PATH"\n');
    await place.write(
      'playbook.yml',
      `hosts: m1
defaults: { become: true }
stages:
  - transfer: { src: site/a, dest: /etc/opt/a, mode: "0600" }
  - transfer: { src: site/, dest: /etc/opt/site }
  - template: { src: conf.tmpl, dest: /etc/opt/conf, mode: "0600" }
  - name: Who
    script: who.sh
  - name: Read
    exec: { command: "cat; tty", stdin: "exact\\n" }
    failed-when: result.exit_code != 1
  - fetch: { src: /etc/opt/conf, dest: fetched/ }
  - wait-for: { file: /root }
  - reboot: { timeout: 30s }
  - wait-online: { timeout: 20s, check: test -r /etc/shadow }
  - exec: test "$(id -un) $(cat /etc/opt/a)" = 'root one' && rm -r /etc/opt/*
`,
    );
    const end = await place.run(['playbook.yml', '-i', 'inventory.yml'], { env });
    expect(end.exitCode, end.stdout + end.stderr).toBe(0);
    expect(await place.readOfRun('hosts/m1/4-who.out')).toMatch(/^root\n\S*\/sbin/);
    expect(await place.readOfRun('hosts/m1/5-read.out')).toBe('exact\nnot a tty\n');
    expect(await readFile(place.path('fetched/m1/etc/opt/conf'), 'utf8')).toBe('host m1\n');
    expect(await tracesOn(hosts.get('m1'))).toEqual([]);
  });

  it('what a command leaves running runs on, and the run does not wait for it', async () => {
    await useMethod(method);
    const start = 'sleep 4761 >/dev/null 2>&1 & echo started';
    const end = await place.run(['exec', '-i', 'inventory.yml', '-b', '--', start], { env });
    expect(end.exitCode, end.stderr).toBe(0);
    const { stdout } = await hosts.get('m1').exec('ps -C sleep -o user=,args=; kill $(pgrep -x sleep)');
    expect(stdout).toMatch(/^root +sleep 4761\n$/);
  });

  it('a time limit that is over before the user was changed has begun nothing, and says so', async () => {
    await useMethod(method);
    const rules = `/etc/pam.d/${method}`;
    await hosts
      .get('m1')
      .exec(
        `cp ${rules} /run/rules; (echo 'auth required pam_exec.so /bin/sleep 4763'; cat /run/rules) >${rules}`,
      );
    const args = ['exec', '-i', 'inventory.yml', '-b', '--timeout', '1', '--', 'touch /opt/ran'];
    const end = await place.run(args, { env });
    await hosts.get('m1').exec(`mv /run/rules ${rules}`);
    expect(end.exitCode).toBe(1);
    expect(await place.results()).toMatchObject({
      devices: [
        {
          stages: [
            {
              outcome: 'failed',
              reason: 'timeout',
              message: `it took longer than 1 s, before ${method} on m1 was done: the command has not begun`,
            },
          ],
        },
      ],
    });
    expect(await tracesOn(hosts.get('m1'))).toEqual([]);
    expect((await hosts.get('m1').exec('ls /opt')).stdout).not.toContain('ran');
  });

  it('Ctrl-C ends all that runs', async () => {
    await useMethod(method);
    const command = 'setsid sleep 4762 & sleep 4762';
    const cli = place.start(['exec', '-i', 'inventory.yml', '-b', '--', command], { env });
    const running = async () => (await hosts.get('m1').processes()).join();
    await expect.poll(running, { timeout: 10_000 }).toContain('4762');
    cli.signal('SIGINT');
    expect((await cli.ended).exitCode).toBe(130);
    expect(await tracesOn(hosts.get('m1'))).toEqual([]);
  });
});

it('--become-method says the method where no inventory does', async () => {
  const { address } = hosts.get('m1');
  const login = ['-H', `${address}:deploy`, '--key', hosts.clientKey.path, '--host-keys', 'off'];
  const end = await place.run(['exec', ...login, '-b', '--become-method', 'doas', '--', 'echo "$DOAS_USER"']);
  expect(end.stdout + end.stderr).toContain('deploy');
  expect(end.exitCode).toBe(0);
});
